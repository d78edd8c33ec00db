#pragma once

#include "CPoppler.h"

#include <algorithm>
#include <cmath>

#include <GfxState.h>

/// What a graphics state would paint, and where.
namespace paint {

/// Whether a colour is the paper's, or so near that nobody would see it. Told by the components: converting them takes a colour transform.
inline bool isPaper(const GfxColor &colour, GfxColorSpace *space) {
    if (!space) return false;
    int count = std::min(space->getNComps(), int(gfxColorMaxComps));
    bool isLight = count > 0, isBare = count > 0;
    for (int index = 0; index < count; index++) {
        double value = colToDbl(colour.c[index]);
        isLight = isLight && value >= 0.97;
        isBare = isBare && value <= 0.03;
    }
    switch (space->getMode()) {
    case csDeviceGray:
    case csCalGray:
    case csDeviceRGB:
    case csCalRGB: return isLight;
    case csDeviceCMYK:
    case csSeparation:
    case csDeviceN: return isBare;
    case csICCBased: return count == 4 ? isBare : isLight;
    case csLab: return colToDbl(colour.c[0]) >= 97;
    default: return false;
    }
}

inline bool fillsPaper(GfxState &state) { return isPaper(*state.getFillColor(), state.getFillColorSpace()); }
inline bool strokesPaper(GfxState &state) { return isPaper(*state.getStrokeColor(), state.getStrokeColorSpace()); }

inline bool isFinite(const CPopplerBox &box) {
    return std::isfinite(box.left) && std::isfinite(box.top) && std::isfinite(box.right) && std::isfinite(box.bottom);
}

inline double area(const CPopplerBox &box) { return std::max(0.0, box.right - box.left) * std::max(0.0, box.bottom - box.top); }

inline bool contains(const CPopplerBox &box, double x, double y) {
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

inline CPopplerBox clip(const GfxState &state) {
    CPopplerBox box;
    state.getClipBBox(&box.left, &box.top, &box.right, &box.bottom);
    return box;
}

inline CPopplerBox intersection(const CPopplerBox &a, const CPopplerBox &b) {
    return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right), std::min(a.bottom, b.bottom)};
}

/// Where the unit square lies, which is where an image is drawn.
inline CPopplerBox unitSquare(const GfxState &state) {
    const double *m = state.getCTM();
    double left = m[4] + std::min(0.0, m[0]) + std::min(0.0, m[2]), right = m[4] + std::max(0.0, m[0]) + std::max(0.0, m[2]);
    double top = m[5] + std::min(0.0, m[1]) + std::min(0.0, m[3]), bottom = m[5] + std::max(0.0, m[1]) + std::max(0.0, m[3]);
    return {left, top, right, bottom};
}

}  // namespace paint
