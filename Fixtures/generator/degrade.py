"""What scanners, cameras and fax machines do to a page. All of it is seeded and, where
it can be, integer arithmetic, so that it is the same on every machine."""

import numpy as np
from PIL import Image, ImageFilter


def skew(image, degrees):
    paper = 255 if image.mode == "L" else (255,) * len(image.getbands())
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=paper)


def blur(image, radius):
    return image.filter(ImageFilter.GaussianBlur(radius))


def noise(image, seed, amplitude):
    """Grain: the sum of four even distributions is close to a normal one."""
    rng = np.random.Generator(np.random.PCG64(seed))
    a = np.asarray(image, dtype=np.int32)
    n = rng.integers(-amplitude, amplitude + 1, size=(4, *a.shape), dtype=np.int32).sum(axis=0)
    return Image.fromarray(np.clip(a + n // 2, 0, 255).astype(np.uint8))


def speckle(image, seed, per_million):
    """Dust: single dark and bright dots of two by two pixels."""
    rng = np.random.Generator(np.random.PCG64(seed))
    a = np.asarray(image).copy()
    h, w = a.shape[:2]
    for value in (0, 255):
        for _ in range(h * w * per_million // 1_000_000):
            y, x = rng.integers(0, h - 1), rng.integers(0, w - 1)
            a[y:y + 2, x:x + 2] = value
    return Image.fromarray(a)


def uneven_light(image, darkest=110):
    """Light falls off from the upper left to the lower right corner (percent of 256)."""
    a = np.asarray(image, dtype=np.int32)
    h, w = a.shape[:2]
    y = np.arange(h, dtype=np.int64)[:, None] * 1000 // h
    x = np.arange(w, dtype=np.int64)[None, :] * 1000 // w
    light = 256 - ((256 - darkest) * (x * x + y * y) // 2_000_000)
    light = light.astype(np.int32)
    if a.ndim == 3:
        light = light[:, :, None]
    return Image.fromarray(np.clip(a * light // 256, 0, 255).astype(np.uint8))


def grey_paper(image, paper=232, ink=40):
    """The full range squeezed, as thermal paper and cheap copies show it."""
    return image.point([ink + (paper - ink) * v // 255 for v in range(256)] * len(image.getbands()))


def bilevel(image, threshold=150):
    return image.convert("L").point([0 if v < threshold else 255 for v in range(256)]).convert("1")
