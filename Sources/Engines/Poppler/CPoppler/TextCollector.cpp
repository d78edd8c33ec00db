#include "TextCollector.hpp"

#include <dlfcn.h>

#include <Gfx.h>
#include <GfxFont.h>

using paint::area;

namespace {

/// A profile in which colours need no conversion. Nothing here looks at converted colours, and building a transform to sRGB for each colour
/// space of each page takes a quarter of the time. Poppler has the library of profiles loaded; without this function it is only slower.
GfxLCMSProfilePtr unconverted() {
    static auto make = reinterpret_cast<void *(*)()>(dlsym(RTLD_DEFAULT, "cmsCreateXYZProfile"));
    return make ? make_GfxLCMSProfilePtr(make()) : nullptr;
}

/// More rectangles than this tell nothing new about a page.
constexpr size_t paintLimit = 20'000;

}  // namespace

TextCollector::TextCollector(bool looksAtImages) : Stoppable(nullptr, true, 0, false, false), looksAtImages(looksAtImages) {
    if (auto profile = unconverted()) setDisplayProfile(profile);
}

TextCollector::~TextCollector() {
    if (visible) visible->decRefCnt();
    if (unpainted) unpainted->decRefCnt();
}

void TextCollector::end() {
    visible = takeText();
    if (!unpainted) return;
    unpainted->endPage();
    unpainted->coalesce(true, 0, false);
}

void TextCollector::startPage(int number, GfxState *state, XRef *xref) {
    pageWidth = state->getPageWidth();
    pageHeight = state->getPageHeight();
    TextOutputDev::startPage(number, state, xref);
}

// MARK: Text

void TextCollector::restoreState(GfxState *state) {
    isUnpaintedFontStale = true;
    TextOutputDev::restoreState(state);
}

void TextCollector::updateFont(GfxState *state) {
    isUnpaintedFontStale = true;
    TextOutputDev::updateFont(state);
}

void TextCollector::beginString(GfxState *state, const GooString *string) {
    int mode = state->getRender() & 3;
    // Modes 4 to 7 also clip; 7 paints nothing itself, but text is clipped to so that something else shows in its shape.
    bool fills = (mode == 0 || mode == 2) && state->getFillOpacity() > 0.02;
    bool strokes = (mode == 1 || mode == 2) && state->getStrokeOpacity() > 0.02;
    stringIsUnpainted = !fills && !strokes && state->getRender() != 7;
    stringIsPaper = (fills || strokes) && (!fills || paint::fillsPaper(*state)) && (!strokes || paint::strokesPaper(*state));
    stringClip = paint::clip(*state);
    TextOutputDev::beginString(state, string);
}

void TextCollector::drawChar(GfxState *state, double x, double y, double dx, double dy, double originX, double originY, CharCode code,
                             int bytes, const Unicode *unicode, int length) {
    if (isFull() || isInSoftMask()) return;
    // The middle of the glyph, roughly: half its advance along the line, a third of its size above.
    double left, top, advanceX, advanceY, m11, m12, m21, m22;
    state->transform(x - originX, y - originY, &left, &top);
    state->transformDelta(dx, dy, &advanceX, &advanceY);
    state->getFontTransMat(&m11, &m12, &m21, &m22);
    double middleX = left + advanceX / 2 + m21 * 0.3, middleY = top + advanceY / 2 + m22 * 0.3;
    // TextPage computes with whole numbers of points; what isn't a number must not reach it.
    if (!std::isfinite(middleX + middleY) || std::abs(advanceX) > 1e6 || std::abs(advanceY) > 1e6) return;

    bool isSpace = length == 1 && unicode && (unicode[0] == 0x20 || unicode[0] == 0xA0);
    auto visibility = CPOPPLER_VISIBLE;
    if (middleX < 0 || middleY < 0 || middleX > pageWidth || middleY > pageHeight) visibility = CPOPPLER_OFF_PAGE;
    else if (!paint::contains(stringClip, middleX, middleY)) visibility = CPOPPLER_CLIPPED;
    else if (stringIsUnpainted) visibility = CPOPPLER_UNPAINTED;
    else if (stringIsPaper && !isSpace && !hasBackground(middleX, middleY)) visibility = CPOPPLER_PAPER_COLOUR;

    switch (visibility) {
    case CPOPPLER_VISIBLE:
        if (length == 0) unmapped++;
        TextOutputDev::drawChar(state, x, y, dx, dy, originX, originY, code, bytes, unicode, length);
        shown += bytes;
        break;
    case CPOPPLER_UNPAINTED:
        hiddenCharacters++;
        if (!unpainted) {
            unpainted = new TextPage(false);
            unpainted->startPage(state);
        }
        if (isUnpaintedFontStale) unpainted->updateFont(state);
        isUnpaintedFontStale = false;
        unpainted->addChar(state, x - originX, y - originY, dx, dy, code, bytes, unicode, length);
        break;
    default: hide(visibility, *state, left, top, advanceX, advanceY, unicode, length);
    }
}

void TextCollector::incCharCount(int count) {
    TextOutputDev::incCharCount(count);
    shown += std::clamp(count, 0, characterLimit);
}

void TextCollector::hide(CPopplerVisibility visibility, GfxState &state, double x, double y, double dx, double dy, const Unicode *unicode,
                         int length) {
    hiddenCharacters++;
    if (length < 1 || !unicode) return;
    double m11, m12, m21, m22;
    state.getFontTransMat(&m11, &m12, &m21, &m22);
    double size = std::hypot(m21, m22);
    CPopplerBox box = {std::min({x, x + dx, x + m21, x + dx + m21}), std::min({y, y + dy, y + m22, y + dy + m22}),
                       std::max({x, x + dx, x + m21, x + dx + m21}), std::max({y, y + dy, y + m22, y + dy + m22})};
    if (!paint::isFinite(box) || !std::isfinite(size)) return;
    bool isSpace = unicode[0] <= 0x20 || unicode[0] == 0xA0;
    Run *last = runs.empty() ? nullptr : &runs.back();
    double alongX = dx, alongY = dy, advance = std::hypot(dx, dy);
    if (advance > 0) alongX /= advance, alongY /= advance;
    double gap = std::hypot(x - hiddenEndX, y - hiddenEndY);
    double aside = std::abs((x - hiddenEndX) * alongY - (y - hiddenEndY) * alongX);
    hiddenEndX = x + dx, hiddenEndY = y + dy;
    if (isSpace) {
        isHiddenWordEnded = true;
        return;
    }
    bool isOther = !last || last->visibility != visibility;
    if (isOther || isHiddenWordEnded || gap > 0.25 * size) {
        if (last) last->endsLine = isOther || aside > 0.5 * size || gap > 4 * size;
        runs.push_back({{}, box, visibility, size, false});
        last = &runs.back();
    }
    isHiddenWordEnded = false;
    for (int index = 0; index < length; index++) last->text.push_back(char32_t(unicode[index]));
    last->box = {std::min(last->box.left, box.left), std::min(last->box.top, box.top), std::max(last->box.right, box.right),
                 std::max(last->box.bottom, box.bottom)};
}

// MARK: What is painted

bool TextCollector::isInSoftMask() const { return std::find(groups.begin(), groups.end(), true) != groups.end(); }

bool TextCollector::isOpaque(GfxState &state) const {
    return groups.empty() && !hasSoftMask && state.getFillOpacity() > 0.99 && state.getBlendMode() == gfxBlendNormal;
}

void TextCollector::addBackground(const CPopplerBox &box) {
    if (backgrounds.size() < paintLimit && box.right - box.left >= 2 && box.bottom - box.top >= 2) backgrounds.push_back(box);
}

bool TextCollector::hasBackground(double x, double y) {
    // A page made to take for ever here has its white text believed.
    if ((backgroundChecks += long(backgrounds.size())) > 50'000'000) return true;
    return std::any_of(backgrounds.rbegin(), backgrounds.rend(), [&](const auto &box) { return paint::contains(box, x, y); });
}

void TextCollector::addCover(const CPopplerBox &box, bool isImage) {
    bool isLarge = box.right - box.left >= 4 && box.bottom - box.top >= 4;
    if (shown > 0 && isLarge && covers.size() < paintLimit) covers.push_back({box, shown, isImage});
}

void TextCollector::addRule(double startX, double startY, double endX, double endY, double thickness, const CPopplerBox &clip) {
    if (rules.size() >= paintLimit || !std::isfinite(startX + startY + endX + endY + thickness)) return;
    // What lies across is cut at the clip's edge; a slanted line outside of it counts where it is.
    bool isLevel = std::abs(startY - endY) < 0.5, isPlumb = std::abs(startX - endX) < 0.5;
    if (std::max(startX, endX) < clip.left || std::min(startX, endX) > clip.right || std::max(startY, endY) < clip.top ||
        std::min(startY, endY) > clip.bottom || (isLevel && isPlumb)) return;
    if (isLevel) startX = std::clamp(startX, clip.left, clip.right), endX = std::clamp(endX, clip.left, clip.right);
    if (isPlumb) startY = std::clamp(startY, clip.top, clip.bottom), endY = std::clamp(endY, clip.top, clip.bottom);
    rules.push_back({startX, startY, endX, endY, thickness});
}

void TextCollector::stroke(GfxState *state) {
    if (isInSoftMask() || state->getStrokeOpacity() <= 0.02 || paint::strokesPaper(*state)) return;
    const GfxPath *path = state->getPath();
    auto clip = paint::clip(*state);
    double width = state->getTransformedLineWidth();
    for (int part = 0; part < path->getNumSubpaths() && rules.size() < paintLimit; part++) {
        const GfxSubpath *subpath = path->getSubpath(part);
        double startX = 0, startY = 0;
        for (int index = 0; index < subpath->getNumPoints(); index++) {
            double x, y;
            state->transform(subpath->getX(index), subpath->getY(index), &x, &y);
            // Of a curve, the two control points are marked, and its end follows them.
            bool isStraight = index > 0 && !subpath->getCurve(index) && !subpath->getCurve(index - 1);
            if (isStraight) addRule(startX, startY, x, y, width, clip);
            startX = x, startY = y;
        }
    }
}

void TextCollector::fill(GfxState *state) {
    if (isInSoftMask() || state->getFillOpacity() <= 0.02) return;
    const GfxPath *path = state->getPath();
    int points = 0;
    bool isCurved = false, isRectangle = path->getNumSubpaths() == 1;
    CPopplerBox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double previousX = 0, previousY = 0;
    for (int part = 0; part < path->getNumSubpaths() && points < 1'000; part++) {
        const GfxSubpath *subpath = path->getSubpath(part);
        for (int index = 0; index < subpath->getNumPoints() && points < 1'000; index++, points++) {
            double x, y;
            state->transform(subpath->getX(index), subpath->getY(index), &x, &y);
            box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x), std::max(box.bottom, y)};
            isCurved = isCurved || subpath->getCurve(index);
            isRectangle = isRectangle && (index == 0 || std::abs(x - previousX) < 0.01 || std::abs(y - previousY) < 0.01);
            previousX = x, previousY = y;
        }
    }
    isRectangle = isRectangle && !isCurved && (points == 4 || points == 5);
    auto clip = paint::clip(*state);
    box = points < 1'000 ? paint::intersection(box, clip) : clip;
    if (!paint::isFinite(box) || area(box) <= 0) return;
    if (!paint::fillsPaper(*state)) {
        addBackground(box);
        double breadth = box.right - box.left, height = box.bottom - box.top;
        if (isRectangle && std::min(breadth, height) < 3 && std::max(breadth, height) > 3) {
            bool isLevel = breadth > height;
            double middleX = (box.left + box.right) / 2, middleY = (box.top + box.bottom) / 2;
            addRule(isLevel ? box.left : middleX, isLevel ? middleY : box.top, isLevel ? box.right : middleX,
                    isLevel ? middleY : box.bottom, std::min(breadth, height), clip);
        }
        if (isCurved && box.bottom - box.top <= 40 && box.right - box.left <= 40) curves++;
    }
    if (isRectangle && isOpaque(*state)) addCover(box, false);
}

bool TextCollector::tilingPatternFill(GfxState *state, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double,
                                      double) {
    return shade(state);
}

bool TextCollector::shade(GfxState *state) {
    addBackground(paint::clip(*state));
    return true;
}

/// Asked before everything that isn't text: images, patterns, shadings. What answering no skips is expensive: Poppler decodes an image in
/// JPEG 2000 to learn its depth, and parses its colours. So images are only noted, and looked at where it matters, in another pass. A
/// shading of more than a few points is taken for an image until then.
bool TextCollector::needNonText() {
    if (!gfx) return false;
    GfxState *state = gfx->getState();
    if (!state) return false;
    if (looksAtImages || state->isPath()) return true;
    auto box = paint::intersection(paint::unitSquare(*state), paint::clip(*state));
    if (paint::isFinite(box) && area(box) < 4) return true;
    addImage(*state, true);
    return false;
}

void TextCollector::addImage(GfxState &state, bool isOpaqueImage) {
    if (isInSoftMask() || state.getFillOpacity() <= 0.02) return;
    auto box = paint::intersection(paint::unitSquare(state), paint::clip(state));
    if (!paint::isFinite(box) || area(box) <= 0) return;
    if (images.size() < paintLimit) images.push_back(box);
    addBackground(box);
    const double *m = state.getCTM();
    bool isUpright = (std::abs(m[1]) < 0.01 && std::abs(m[2]) < 0.01) || (std::abs(m[0]) < 0.01 && std::abs(m[3]) < 0.01);
    if (isOpaqueImage && isUpright && isOpaque(state)) addCover(box, true);
}

void TextCollector::drawImageMask(GfxState *state, Object *ref, Stream *stream, int width, int height, bool invert, bool interpolate,
                                  bool isInline) {
    addImage(*state, false);
    TextOutputDev::drawImageMask(state, ref, stream, width, height, invert, interpolate, isInline);
}

void TextCollector::drawImage(GfxState *state, Object *ref, Stream *stream, int width, int height, GfxImageColorMap *colours,
                              bool interpolate, const int *maskColours, bool isInline) {
    addImage(*state, !maskColours);
    TextOutputDev::drawImage(state, ref, stream, width, height, colours, interpolate, maskColours, isInline);
}

void TextCollector::drawMaskedImage(GfxState *state, Object *, Stream *, int, int, GfxImageColorMap *, bool, Stream *, int, int, bool,
                                    bool) {
    addImage(*state, false);
}

void TextCollector::drawSoftMaskedImage(GfxState *state, Object *, Stream *, int, int, GfxImageColorMap *, bool, Stream *, int, int,
                                        GfxImageColorMap *, bool) {
    addImage(*state, false);
}

void TextCollector::beginTransparencyGroup(GfxState *, const double *, GfxColorSpace *, bool, bool, bool forSoftMask) {
    groups.push_back(forSoftMask);
}

void TextCollector::endTransparencyGroup(GfxState *) {
    if (!groups.empty()) groups.pop_back();
}
