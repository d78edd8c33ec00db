/* What ExtractionPoppler needs of Poppler's C++ core, in C. No C++ exception leaves these functions.

   A document and what is made from it belong to one thread at a time; documents don't share anything. Coordinates are points on the
   upright page, from its top left corner. Pages are numbered from 1. */
#ifndef CPOPPLER_H
#define CPOPPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CPopplerDocument CPopplerDocument;

typedef enum CPopplerStatus {
    CPOPPLER_OK,
    CPOPPLER_ENCRYPTED,
    CPOPPLER_DAMAGED,
    CPOPPLER_NO_MEMORY,
    CPOPPLER_STOPPED
} CPopplerStatus;

/* Asked now and then while a page is worked on; true makes the work end soon. */
typedef struct CPopplerStop {
    bool (*_Nonnull isWanted)(const void *_Nullable context);
    const void *_Nullable context;
} CPopplerStop;

const char *_Nonnull cpoppler_version(void);

/* Opens a document from bytes that must stay where they are until it is closed. The password is in UTF-8. */
CPopplerDocument *_Nullable cpoppler_open(const void *_Nullable bytes, size_t length, const char *_Nullable password,
                                          CPopplerStatus *_Nonnull status);
void cpoppler_close(CPopplerDocument *_Nonnull document);
int cpoppler_page_count(CPopplerDocument *_Nonnull document);

typedef struct CPopplerGeometry {
    double width, height; /* of the upright page, as the file says, whatever that is */
    int rotation;         /* clockwise, to stand upright: 0, 90, 180 or 270 */
} CPopplerGeometry;

/* False for a page that can't be parsed. */
bool cpoppler_geometry(CPopplerDocument *_Nonnull document, int page, CPopplerGeometry *_Nonnull geometry);

/* MARK: Text */

typedef enum CPopplerVisibility {
    CPOPPLER_VISIBLE,
    CPOPPLER_UNPAINTED,    /* drawn in render mode 3, or without any opacity */
    CPOPPLER_PAPER_COLOUR, /* white where nothing else was painted before */
    CPOPPLER_OFF_PAGE,
    CPOPPLER_CLIPPED
} CPopplerVisibility;

typedef struct CPopplerBox {
    double left, top, right, bottom;
} CPopplerBox;

/* A stretch of characters, at most a word. */
typedef struct CPopplerPiece {
    CPopplerBox box;
    double size;          /* of the type, in points */
    uint32_t text, length; /* where its UTF-8 begins in CPopplerText.characters, and its length */
    int32_t order;        /* how many bytes of visible text were shown before, where it is visible; see CPopplerPaint */
    uint16_t font;        /* index in CPopplerText.fonts */
    uint8_t rotation;     /* it is read to the right (0), down (1), to the left (2), up (3) */
    uint8_t visibility;   /* CPopplerVisibility */
    bool spaceAfter, endsLine;
} CPopplerPiece;

typedef struct CPopplerFont {
    const char *_Nonnull name; /* may be empty */
    bool isBold, isItalic;     /* by the flags of its descriptor */
} CPopplerFont;

/* Something opaque and rectangular, in the order of painting: it covers the visible text of a smaller order that it contains. */
typedef struct CPopplerPaint {
    CPopplerBox box;
    int32_t order; /* how many bytes of visible text were shown before */
    bool isImage;
} CPopplerPaint;

/* A straight line that is drawn. */
typedef struct CPopplerRule {
    double startX, startY, endX, endY, thickness;
} CPopplerRule;

/* An area that leads to an address, or to a page of the document. */
typedef struct CPopplerLink {
    CPopplerBox box;
    uint32_t text, length; /* where the address begins in CPopplerText.characters, and its length: bytes as the file has them */
    int page;              /* from 1; 0 for an address */
} CPopplerLink;

typedef struct CPopplerText {
    const char *_Nullable characters;
    size_t characterCount;
    const CPopplerPiece *_Nullable pieces;
    size_t pieceCount;
    const CPopplerFont *_Nullable fonts;
    size_t fontCount;
    const CPopplerBox *_Nullable images;
    size_t imageCount;
    const CPopplerPaint *_Nullable covers;
    size_t coverCount;
    const CPopplerRule *_Nullable rules;
    size_t ruleCount;
    const CPopplerLink *_Nullable links;
    size_t linkCount;
    int unmapped;   /* painted glyphs that stand for no character */
    int curves;     /* filled shapes with curves, no larger than large type: outlines of letters, perhaps */
    bool isPartial; /* stopped, or more characters than are taken of one page */
} CPopplerText;

/* The page's text and what matters for believing it; null for a page that can't be parsed and where memory ends. */
const CPopplerText *_Nullable cpoppler_text(CPopplerDocument *_Nonnull document, int page, CPopplerStop stop);
void cpoppler_text_free(const CPopplerText *_Nonnull text);

/* MARK: Images */

typedef struct CPopplerRaster {
    int width, height;
    CPopplerBox box; /* where it lies on the page */
} CPopplerRaster;

/* Draws a page in `width` times `height` grey bytes on white. */
CPopplerStatus cpoppler_draw(CPopplerDocument *_Nonnull document, int page, int width, int height, CPopplerStop stop,
                             uint8_t *_Nonnull pixels);

typedef struct CPopplerScan CPopplerScan;

/* The one image that the page consists of, upright and in its own pixels; null where the page isn't one plain image. */
CPopplerScan *_Nullable cpoppler_scan(CPopplerDocument *_Nonnull document, int page, size_t pixels, CPopplerStop stop);
CPopplerRaster cpoppler_scan_raster(const CPopplerScan *_Nonnull scan);
const uint8_t *_Nonnull cpoppler_scan_pixels(const CPopplerScan *_Nonnull scan);
void cpoppler_scan_free(CPopplerScan *_Nonnull scan);

#ifdef __cplusplus
}
#endif

#endif
