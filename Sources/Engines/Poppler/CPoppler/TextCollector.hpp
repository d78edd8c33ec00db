#pragma once

#include "Interpreter.hpp"
#include "Paint.hpp"

#include <string>
#include <vector>

#include <TextOutputDev.h>

/// Gathers a page's text in one pass over its operators, and what else is painted as far as it tells whether the text can be seen.
///
/// Visible text goes to Poppler's own analysis, which finds words, lines and their order. Text that isn't seen is kept apart.
class TextCollector : public Stoppable<TextOutputDev> {
public:
    /// Characters of one page above which the rest is left out: the analysis of lines takes longer than linear time and can't be stopped.
    static constexpr int characterLimit = 150'000;

    /// Creates a collector that looks at each image, or believes that whatever isn't text and isn't a path is an opaque image.
    explicit TextCollector(bool looksAtImages);
    ~TextCollector() override;

    bool isFull() const { return shown + hiddenCharacters >= characterLimit; }
    void end();
    double width() const { return pageWidth; }
    double height() const { return pageHeight; }

    /// A run of text that isn't seen, in the order of drawing.
    struct Run {
        std::u32string text;
        CPopplerBox box;
        CPopplerVisibility visibility;
        double size;
        bool endsLine;
    };

    TextPage *visible = nullptr;   // after the end
    TextPage *unpainted = nullptr; // null where there is nothing
    std::vector<Run> runs;
    std::vector<CPopplerBox> images;
    std::vector<CPopplerPaint> covers;
    std::vector<CPopplerRule> rules;
    int unmapped = 0, curves = 0;

    bool needNonText() override;
    bool useTilingPatternFill() override { return true; }
    bool useShadedFills(int) override { return true; }

    void startPage(int number, GfxState *state, XRef *xref) override;
    void restoreState(GfxState *state) override;
    void updateFont(GfxState *state) override;
    void beginString(GfxState *state, const GooString *string) override;
    void drawChar(GfxState *state, double x, double y, double dx, double dy, double originX, double originY, CharCode code, int bytes,
                  const Unicode *unicode, int length) override;
    void incCharCount(int count) override;

    void stroke(GfxState *state) override;
    void fill(GfxState *state) override;
    void eoFill(GfxState *state) override { fill(state); }
    bool tilingPatternFill(GfxState *, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double, double) override;
    bool functionShadedFill(GfxState *state, GfxFunctionShading *) override { return shade(state); }
    bool axialShadedFill(GfxState *state, GfxAxialShading *, double, double) override { return shade(state); }
    bool radialShadedFill(GfxState *state, GfxRadialShading *, double, double) override { return shade(state); }
    bool gouraudTriangleShadedFill(GfxState *state, GfxGouraudTriangleShading *) override { return shade(state); }
    bool patchMeshShadedFill(GfxState *state, GfxPatchMeshShading *) override { return shade(state); }

    void drawImageMask(GfxState *state, Object *ref, Stream *stream, int width, int height, bool invert, bool interpolate,
                       bool isInline) override;
    void drawImage(GfxState *state, Object *ref, Stream *stream, int width, int height, GfxImageColorMap *colours, bool interpolate,
                   const int *maskColours, bool isInline) override;
    void drawMaskedImage(GfxState *state, Object *ref, Stream *stream, int width, int height, GfxImageColorMap *colours, bool interpolate,
                         Stream *mask, int maskWidth, int maskHeight, bool maskInvert, bool maskInterpolate) override;
    void drawSoftMaskedImage(GfxState *state, Object *ref, Stream *stream, int width, int height, GfxImageColorMap *colours,
                             bool interpolate, Stream *mask, int maskWidth, int maskHeight, GfxImageColorMap *maskColours,
                             bool maskInterpolate) override;

    void beginTransparencyGroup(GfxState *, const double *, GfxColorSpace *, bool, bool, bool forSoftMask) override;
    void endTransparencyGroup(GfxState *) override;
    void setSoftMask(GfxState *, const double *, bool, Function *, GfxColor *) override { hasSoftMask = true; }

private:
    const bool looksAtImages;
    double pageWidth = 0, pageHeight = 0;
    int shown = 0, hiddenCharacters = 0;
    bool isUnpaintedFontStale = true;
    std::vector<bool> groups; // whether each open transparency group is a soft mask
    bool hasSoftMask = false;

    double hiddenEndX = 0, hiddenEndY = 0; // where the last character that isn't seen ends
    bool isHiddenWordEnded = false;

    bool stringIsUnpainted = false, stringIsPaper = false;
    CPopplerBox stringClip = {};

    std::vector<CPopplerBox> backgrounds; // painted, in some colour
    long backgroundChecks = 0;

    bool isInSoftMask() const;
    bool shade(GfxState *state);
    bool hasBackground(double x, double y);
    bool isOpaque(GfxState &state) const;
    void addBackground(const CPopplerBox &box);
    void addRule(double startX, double startY, double endX, double endY, double thickness, const CPopplerBox &clip);
    void addCover(const CPopplerBox &box, bool isImage);
    void addImage(GfxState &state, bool isOpaque);
    void hide(CPopplerVisibility visibility, GfxState &state, double x, double y, double dx, double dy, const Unicode *unicode, int length);
};
