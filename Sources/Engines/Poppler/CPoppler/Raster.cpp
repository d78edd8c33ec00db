#include "Interpreter.hpp"
#include "Paint.hpp"

#include <vector>

#include <SplashOutputDev.h>
#include <splash/SplashBitmap.h>

namespace {

class DrawingDevice : public Stoppable<SplashOutputDev> {
public:
    DrawingDevice(SplashColorPtr paper) : Stoppable(splashModeMono8, 1, false, paper) {
        setFontAntialias(true);
        setVectorAntialias(true);
    }
    void end() {}
};

/// Decodes the image of a page that consists of one.
class ScanDevice : public Stoppable<OutputDev> {
public:
    ScanDevice(size_t limit) : limit(limit) {}

    bool isOneImage() const { return isPlain && !pixels.empty(); }
    bool isHopeless() const { return !isPlain; }

    std::vector<uint8_t> pixels;
    int width = 0, height = 0;
    CPopplerBox box = {};

    void end() {}

    bool upsideDown() override { return true; }
    bool useDrawChar() override { return true; }
    bool interpretType3Chars() override { return false; }
    bool useTilingPatternFill() override { return true; }
    bool useShadedFills(int) override { return true; }

    void startPage(int, GfxState *state, XRef *) override {
        pageWidth = state->getPageWidth();
        pageHeight = state->getPageHeight();
    }

    void drawChar(GfxState *state, double, double, double, double, double, double, CharCode, int, const Unicode *unicode,
                  int length) override {
        bool isSpace = length == 1 && unicode && unicode[0] <= 0x20;
        if (state->getRender() != 3 && !isSpace && state->getFillOpacity() > 0.02 && !paint::fillsPaper(*state)) isPlain = false;
    }

    // Paper under the image changes nothing; paper over it does.
    void fill(GfxState *state) override { isPlain = isPlain && paint::fillsPaper(*state) && pixels.empty(); }
    void eoFill(GfxState *state) override { fill(state); }
    void stroke(GfxState *state) override { isPlain = isPlain && paint::strokesPaper(*state) && pixels.empty(); }
    bool refuse() { return !(isPlain = false); }
    bool tilingPatternFill(GfxState *, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double, double) override {
        return refuse();
    }
    bool functionShadedFill(GfxState *, GfxFunctionShading *) override { return refuse(); }
    bool axialShadedFill(GfxState *, GfxAxialShading *, double, double) override { return refuse(); }
    bool radialShadedFill(GfxState *, GfxRadialShading *, double, double) override { return refuse(); }
    bool gouraudTriangleShadedFill(GfxState *, GfxGouraudTriangleShading *) override { return refuse(); }
    bool patchMeshShadedFill(GfxState *, GfxPatchMeshShading *) override { return refuse(); }
    void setSoftMask(GfxState *, const double *, bool, Function *, GfxColor *) override { isPlain = false; }
    void beginTransparencyGroup(GfxState *, const double *, GfxColorSpace *, bool, bool, bool) override { isPlain = false; }
    void drawMaskedImage(GfxState *, Object *, Stream *, int, int, GfxImageColorMap *, bool, Stream *, int, int, bool, bool) override {
        isPlain = false;
    }
    void drawSoftMaskedImage(GfxState *, Object *, Stream *, int, int, GfxImageColorMap *, bool, Stream *, int, int, GfxImageColorMap *,
                             bool) override {
        isPlain = false;
    }

    void drawImageMask(GfxState *state, Object *ref, Stream *stream, int columns, int rows, bool invert, bool interpolate,
                       bool isInline) override {
        GfxGray grey = 0;
        state->getFillGray(&grey);
        uint8_t ink = colToByte(grey);
        if (isInline || !place(*state, columns, rows)) {
            isPlain = false;
            return OutputDev::drawImageMask(state, ref, stream, columns, rows, invert, interpolate, isInline);
        }
        decode(stream, columns, rows, 1, 1, [&](const uint8_t *line, uint8_t *greys) {
            for (int x = 0; x < columns; x++) greys[x] = (line[x] != 0) == invert ? ink : 255;
        });
    }

    void drawImage(GfxState *state, Object *ref, Stream *stream, int columns, int rows, GfxImageColorMap *colours, bool interpolate,
                   const int *maskColours, bool isInline) override {
        if (isInline || maskColours || !colours || !colours->isOk() || !place(*state, columns, rows)) {
            isPlain = false;
            return OutputDev::drawImage(state, ref, stream, columns, rows, colours, interpolate, maskColours, isInline);
        }
        int components = colours->getNumPixelComps();
        bool isDirect = isLuminous(*colours);
        decode(stream, columns, rows, components, colours->getBits(), [&](const uint8_t *line, uint8_t *greys) {
            if (isDirect && components == 1) {
                std::copy(line, line + columns, greys);
            } else if (isDirect) {
                for (int x = 0; x < columns; x++, line += 3) greys[x] = uint8_t((77 * line[0] + 150 * line[1] + 29 * line[2] + 128) >> 8);
            } else {
                for (int x = 0; x < columns; x++, line += components) {
                    GfxGray grey = 0;
                    colours->getGray(line, &grey);
                    greys[x] = colToByte(grey);
                }
            }
        });
    }

private:
    const size_t limit;
    double pageWidth = 0, pageHeight = 0;
    bool isPlain = true;
    double matrix[6] = {};

    /// Whether 8-bit components are grey or red, green and blue as they are. What a scanner's profile would change is no concern of a reader.
    static bool isLuminous(GfxImageColorMap &colours) {
        int count = colours.getNumPixelComps();
        auto mode = colours.getColorSpace()->getMode();
        bool isKnown = mode == csDeviceGray || mode == csCalGray || mode == csDeviceRGB || mode == csCalRGB || mode == csICCBased;
        if (colours.getBits() != 8 || !isKnown || (count != 1 && count != 3)) return false;
        for (int index = 0; index < count; index++) {
            if (colours.getDecodeLow(index) != 0 || colours.getDecodeHigh(index) != 1) return false;
        }
        return true;
    }

    /// Takes the image's place, if it is upright or turned by right angles, within the page and most of it, with square pixels.
    bool place(GfxState &state, int columns, int rows) {
        if (!isPlain || !pixels.empty() || columns < 1 || rows < 1 || size_t(columns) > limit / size_t(rows)) return false;
        if (state.getFillOpacity() < 0.99 || state.getBlendMode() != gfxBlendNormal) return false;
        std::copy(state.getCTM(), state.getCTM() + 6, matrix);
        box = paint::unitSquare(state);
        auto clipped = paint::intersection(box, paint::clip(state));
        if (!paint::isFinite(box) || paint::area(clipped) < 0.97 * paint::area(box)) return false;
        if (paint::area(clipped) < 0.5 * pageWidth * pageHeight) return false;
        double slack = 0.002 * std::max(std::abs(matrix[0]) + std::abs(matrix[2]), std::abs(matrix[1]) + std::abs(matrix[3]));
        bool isTurned = std::abs(matrix[0]) < slack && std::abs(matrix[3]) < slack;
        if (!isTurned && (std::abs(matrix[1]) > slack || std::abs(matrix[2]) > slack)) return false;
        width = isTurned ? rows : columns, height = isTurned ? columns : rows;
        double horizontal = width / (box.right - box.left), vertical = height / (box.bottom - box.top);
        return std::abs(horizontal / vertical - 1) < 0.02;
    }

    template <typename Convert>
    void decode(Stream *stream, int columns, int rows, int components, int bits, Convert convert) {
        bool isTurned = std::abs(matrix[0]) < std::abs(matrix[1]);
        // Where the image's columns and rows lead on the page. An image's first row is at the top of the unit square.
        bool flipsColumns = (isTurned ? matrix[1] : matrix[0]) < 0, flipsRows = (isTurned ? matrix[2] : matrix[3]) > 0;
        pixels.assign(size_t(columns) * size_t(rows), 255);
        std::vector<uint8_t> greys(static_cast<size_t>(columns));
        ImageStream image(stream, columns, components, bits);
        image.reset();
        for (int row = 0; row < rows; row++) {
            const uint8_t *line = image.getLine();
            if (!line) {
                isPlain = false;
                break;
            }
            convert(line, greys.data());
            size_t place = size_t(flipsRows ? rows - 1 - row : row);
            if (!isTurned) {
                uint8_t *target = pixels.data() + place * size_t(columns);
                if (flipsColumns) std::reverse_copy(greys.begin(), greys.end(), target);
                else std::copy(greys.begin(), greys.end(), target);
            } else {
                for (int column = 0; column < columns; column++) {
                    pixels[size_t(flipsColumns ? columns - 1 - column : column) * size_t(rows) + place] = greys[size_t(column)];
                }
            }
        }
        image.close();
    }
};

}  // namespace

struct CPopplerScan {
    std::vector<uint8_t> pixels;
    CPopplerRaster raster;
};

CPopplerStatus cpoppler_draw(CPopplerDocument *document, int number, int width, int height, CPopplerStop stop, uint8_t *pixels) try {
    Page *page = document->page(number);
    CPopplerGeometry geometry;
    if (!page || !cpoppler_geometry(document, number, &geometry)) return CPOPPLER_DAMAGED;
    SplashColor paper = {255};
    DrawingDevice device(paper);
    device.startDoc(document->pdf.get());
    interpret(*page, device, stop, {width * 72.0 / geometry.width, height * 72.0 / geometry.height, width, height});
    if (stop.isWanted(stop.context)) return CPOPPLER_STOPPED;
    SplashBitmap *bitmap = device.getBitmap();
    // Without memory Splash goes on with a bitmap of one pixel.
    if (!bitmap || bitmap->getWidth() != width || bitmap->getHeight() != height || !bitmap->getDataPtr()) return CPOPPLER_NO_MEMORY;
    for (int y = 0; y < height; y++) {
        const uint8_t *row = bitmap->getDataPtr() + ptrdiff_t(y) * bitmap->getRowSize();
        std::copy(row, row + width, pixels + ptrdiff_t(y) * width);
    }
    return CPOPPLER_OK;
} catch (const std::bad_alloc &) {
    return CPOPPLER_NO_MEMORY;
} catch (...) {
    return CPOPPLER_DAMAGED;
}

CPopplerScan *cpoppler_scan(CPopplerDocument *document, int number, size_t limit, CPopplerStop stop) try {
    Page *page = document->page(number);
    if (!page) return nullptr;
    struct Both {
        ScanDevice device;
        const CPopplerStop &caller;
    } both{ScanDevice(limit), stop};
    auto isWanted = [](const void *context) {
        auto both = static_cast<const Both *>(context);
        return both->device.isHopeless() || both->caller.isWanted(both->caller.context);
    };
    interpret(*page, both.device, CPopplerStop{isWanted, &both});
    if (!both.device.isOneImage() || stop.isWanted(stop.context)) return nullptr;
    auto &device = both.device;
    return new CPopplerScan{std::move(device.pixels), {device.width, device.height, device.box}};
} catch (...) {
    return nullptr;
}

CPopplerRaster cpoppler_scan_raster(const CPopplerScan *scan) { return scan->raster; }
const uint8_t *cpoppler_scan_pixels(const CPopplerScan *scan) { return scan->pixels.data(); }
void cpoppler_scan_free(CPopplerScan *scan) { delete scan; }
