#ifndef EXTRACTION_CJPEG_SHIM_H
#define EXTRACTION_CJPEG_SHIM_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

// libjpeg leaves its error handler only by a jump, which must not cross Swift frames. So the calls stand here, in C: the jump
// begins and ends within extraction_jpeg_decode.

enum {
    EXTRACTION_JPEG_DECODED = 0,
    EXTRACTION_JPEG_CORRUPT = 1,
    EXTRACTION_JPEG_TRUNCATED = 2,
    EXTRACTION_JPEG_UNSUPPORTED = 3,
    EXTRACTION_JPEG_STOPPED = 4,
    EXTRACTION_JPEG_OUT_OF_MEMORY = 5,
};

// More scans than any encoder writes; each one costs a pass over the whole image, however few bytes it has.
enum { EXTRACTION_JPEG_SCANS = 100 };

typedef struct {
    const uint8_t *bytes;
    size_t count;
    // 1, 2, 4 or 8: the image is decoded at that fraction of its size.
    unsigned denominator;
    // What the caller made room for, after scaling: width * height * channels bytes, channels 1 (grey) or 4 (CMYK).
    uint8_t *pixels;
    unsigned width, height, channels;
    // Asked now and then; anything but 0 ends the work.
    int (*stops)(const void *context);
    const void *context;
    // Set when CMYK samples are stored inverted, as Adobe does.
    int isInverted;
} ExtractionJPEG;

typedef struct {
    struct jpeg_error_mgr manager;
    struct jpeg_progress_mgr progress;
    ExtractionJPEG *request;
    int outcome;
    jmp_buf end;
} ExtractionJPEGState;

static inline void extraction_jpeg_end(ExtractionJPEGState *state, int outcome) {
    state->outcome = outcome;
    longjmp(state->end, 1);
}

static inline void extraction_jpeg_error(j_common_ptr info) {
    ExtractionJPEGState *state = (ExtractionJPEGState *)info->client_data;
    switch (info->err->msg_code) {
    case JERR_OUT_OF_MEMORY: extraction_jpeg_end(state, EXTRACTION_JPEG_OUT_OF_MEMORY); break;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED: extraction_jpeg_end(state, EXTRACTION_JPEG_UNSUPPORTED); break;
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY: extraction_jpeg_end(state, EXTRACTION_JPEG_TRUNCATED); break;
    default: extraction_jpeg_end(state, EXTRACTION_JPEG_CORRUPT); break;
    }
}

// libjpeg goes on after a warning with grey or garbage where data is missing. That is no page to read.
static inline void extraction_jpeg_message(j_common_ptr info, int level) {
    ExtractionJPEGState *state = (ExtractionJPEGState *)info->client_data;
    if (level >= 0) return;
    info->err->num_warnings += 1;
    switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER: extraction_jpeg_end(state, EXTRACTION_JPEG_TRUNCATED); break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_MUST_RESYNC: extraction_jpeg_end(state, EXTRACTION_JPEG_CORRUPT); break;
    default: break;  // stray bytes between segments, odd version numbers: every pixel is there
    }
}

static inline void extraction_jpeg_silence(j_common_ptr info) { (void)info; }

static inline void extraction_jpeg_progress(j_common_ptr info) {
    ExtractionJPEGState *state = (ExtractionJPEGState *)info->client_data;
    if (state->request->stops(state->request->context)) extraction_jpeg_end(state, EXTRACTION_JPEG_STOPPED);
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > EXTRACTION_JPEG_SCANS)
        extraction_jpeg_end(state, EXTRACTION_JPEG_UNSUPPORTED);
}

static inline void extraction_jpeg_run(struct jpeg_decompress_struct *info, ExtractionJPEGState *state) {
    ExtractionJPEG *request = state->request;
    jpeg_create_decompress(info);
    info->client_data = state;
    state->progress.progress_monitor = extraction_jpeg_progress;
    info->progress = &state->progress;
    jpeg_mem_src(info, (unsigned char *)request->bytes, (unsigned long)request->count);
    jpeg_read_header(info, TRUE);
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
    case JCS_RGB: info->out_color_space = JCS_GRAYSCALE; break;
    case JCS_CMYK:
    case JCS_YCCK: info->out_color_space = JCS_CMYK; break;
    default: extraction_jpeg_end(state, EXTRACTION_JPEG_UNSUPPORTED);
    }
    request->isInverted = info->saw_Adobe_marker;
    info->scale_num = 1;
    info->scale_denom = request->denominator;
    jpeg_start_decompress(info);
    if (info->output_width != request->width || info->output_height != request->height ||
        info->output_components != (int)request->channels)
        extraction_jpeg_end(state, EXTRACTION_JPEG_CORRUPT);
    while (info->output_scanline < info->output_height) {
        JSAMPROW row = request->pixels + (size_t)info->output_scanline * request->width * request->channels;
        jpeg_read_scanlines(info, &row, 1);
        if ((info->output_scanline & 63) == 0 && request->stops(request->context))
            extraction_jpeg_end(state, EXTRACTION_JPEG_STOPPED);
    }
    // A progressive image of which only the first, coarsest scans arrived.
    if (info->progressive_mode && info->coef_bits) {
        int seen = 0;
        for (int index = 1; index < DCTSIZE2; index++) seen |= info->coef_bits[0][index] >= 0;
        if (!seen) extraction_jpeg_end(state, EXTRACTION_JPEG_TRUNCATED);
    }
    jpeg_finish_decompress(info);
}

static inline int extraction_jpeg_decode(ExtractionJPEG *request) {
    struct jpeg_decompress_struct info;
    ExtractionJPEGState state;
    memset(&info, 0, sizeof info);
    memset(&state, 0, sizeof state);
    info.err = jpeg_std_error(&state.manager);
    info.client_data = &state;
    state.manager.error_exit = extraction_jpeg_error;
    state.manager.emit_message = extraction_jpeg_message;
    state.manager.output_message = extraction_jpeg_silence;
    state.request = request;
    if (setjmp(state.end) == 0) extraction_jpeg_run(&info, &state);
    jpeg_destroy_decompress(&info);
    return state.outcome;
}

#endif
