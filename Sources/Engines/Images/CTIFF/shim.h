#ifndef EXTRACTION_CTIFF_SHIM_H
#define EXTRACTION_CTIFF_SHIM_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>

#if TIFFLIB_VERSION < 20221213
#error "libtiff 4.5 or later is needed: older ones have no limit on memory and no error handlers for one file."
#endif

// A file in memory, as libtiff's callbacks see it. They stand here, in C, because the handlers of messages take a va_list.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t position;
    // Set by every error, and by the warnings that mean missing pixels.
    int hasFailed;
} ExtractionTIFF;

static inline tmsize_t extraction_tiff_read(thandle_t client, void *target, tmsize_t count) {
    ExtractionTIFF *file = (ExtractionTIFF *)client;
    if (count <= 0 || file->position >= file->count) return 0;
    size_t length = file->count - file->position;
    if (length > (size_t)count) length = (size_t)count;
    memcpy(target, file->bytes + file->position, length);
    file->position += length;
    return (tmsize_t)length;
}

static inline tmsize_t extraction_tiff_write(thandle_t client, void *source, tmsize_t count) {
    (void)client, (void)source, (void)count;
    return 0;
}

// An offset back from where the file stands or ends comes as a huge number, and the sum wraps round as it should.
static inline toff_t extraction_tiff_seek(thandle_t client, toff_t offset, int origin) {
    ExtractionTIFF *file = (ExtractionTIFF *)client;
    toff_t base = origin == SEEK_CUR ? file->position : origin == SEEK_END ? file->count : 0;
    toff_t position = base + offset;
    if (position > INT64_MAX) return (toff_t)-1;
    file->position = (size_t)position;
    return position;
}

static inline int extraction_tiff_close(thandle_t client) {
    (void)client;
    return 0;
}

static inline toff_t extraction_tiff_size(thandle_t client) { return ((ExtractionTIFF *)client)->count; }

// libtiff only reads from a mapped file that it opened for reading. Without the mapping, libtiff 4.5 refuses uncompressed tiles
// whose size isn't a multiple of 1,024.
static inline int extraction_tiff_map(thandle_t client, void **base, toff_t *size) {
    ExtractionTIFF *file = (ExtractionTIFF *)client;
    *base = (void *)file->bytes;
    *size = file->count;
    return 1;
}

static inline void extraction_tiff_unmap(thandle_t client, void *base, toff_t size) { (void)client, (void)base, (void)size; }

static inline int extraction_tiff_error(TIFF *handle, void *file, const char *module, const char *format, va_list values) {
    (void)handle, (void)module, (void)format, (void)values;
    ((ExtractionTIFF *)file)->hasFailed = 1;
    return 1;
}

// libjpeg's complaint about missing or bad data comes as a warning, and grey pixels with it.
static inline int extraction_tiff_warning(TIFF *handle, void *file, const char *module, const char *format, va_list values) {
    (void)handle, (void)format, (void)values;
    if (module && strcmp(module, "JPEGLib") == 0) ((ExtractionTIFF *)file)->hasFailed = 1;
    return 1;
}

// Opens the file for reading, no directory yet. The handlers are this handle's own: the process's stay as they are. No single
// allocation passes the limit. The file must outlive the handle. NULL where there is no memory or no TIFF.
static inline TIFF *extraction_tiff_open(ExtractionTIFF *file, tmsize_t largestAllocation) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, extraction_tiff_error, file);
    TIFFOpenOptionsSetWarningHandlerExtR(options, extraction_tiff_warning, file);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, largestAllocation);
    TIFF *handle = TIFFClientOpenExt(
        "image", "rh", (thandle_t)file, extraction_tiff_read, extraction_tiff_write, extraction_tiff_seek, extraction_tiff_close,
        extraction_tiff_size, extraction_tiff_map, extraction_tiff_unmap, options);
    TIFFOpenOptionsFree(options);
    return handle;
}

#endif
