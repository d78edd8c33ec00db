// The part of OpenVINO's C API that is used here, from a library that is opened at run time.
// Declarations are written from the documentation at https://docs.openvino.ai (C API, 2024 and later); nothing is linked.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct openvino_library openvino_library;
typedef struct openvino_core openvino_core;
typedef struct openvino_model openvino_model;
typedef struct openvino_compiled_model openvino_compiled_model;
typedef struct openvino_infer_request openvino_infer_request;
typedef struct openvino_tensor openvino_tensor;
typedef struct openvino_port openvino_port;

/// What calls return: 0 is success, every other value a failure.
typedef int32_t openvino_status;
enum { OPENVINO_OK = 0, OPENVINO_RESULT_NOT_READY = -9, OPENVINO_CANCELLED = -13 };

/// The kinds of numbers that are used here, by their values in ov_element_type_e.
enum { OPENVINO_F32 = 4, OPENVINO_I32 = 9, OPENVINO_I64 = 10 };

/// Longest list of dimensions that is read or written.
enum { OPENVINO_MAX_RANK = 8, OPENVINO_MAX_PROPERTIES = 8 };

typedef struct {
    const char *_Nonnull key;
    const char *_Nonnull value;
} openvino_property;

typedef struct {
    int64_t rank;
    /// -1 for a dimension that may have any size.
    int64_t dimensions[OPENVINO_MAX_RANK];
} openvino_shape;

/// Opens the C interface, after the library underneath, which it doesn't find by itself; NULL where a file isn't there or isn't OpenVINO.
/// Neither is ever closed: their threads outlive their handles.
openvino_library *_Nullable openvino_open(const char *_Nonnull core_path, const char *_Nonnull interface_path);
/// The version, such as "2026.4.1-…"; written into a buffer, always terminated.
void openvino_version(const openvino_library *_Nonnull, char *_Nonnull buffer, size_t size);
/// What the last failed call on this thread says; may quote paths. Written into a buffer, always terminated.
void openvino_last_message(const openvino_library *_Nonnull, char *_Nonnull buffer, size_t size);

openvino_status openvino_core_create(const openvino_library *_Nonnull, openvino_core *_Nullable *_Nonnull);
void openvino_core_free(const openvino_library *_Nonnull, openvino_core *_Nonnull);

openvino_status openvino_read_model(
    const openvino_library *_Nonnull, openvino_core *_Nonnull, const char *_Nonnull path, openvino_model *_Nullable *_Nonnull);
/// Fixes the shape of the input with that index; -1 leaves a dimension open.
openvino_status openvino_reshape_input(
    const openvino_library *_Nonnull, openvino_model *_Nonnull, size_t index, openvino_shape shape);
void openvino_model_free(const openvino_library *_Nonnull, openvino_model *_Nonnull);

/// Compiles for a device. The variadic call of the library, with at most OPENVINO_MAX_PROPERTIES properties.
openvino_status openvino_compile(
    const openvino_library *_Nonnull, openvino_core *_Nonnull, openvino_model *_Nonnull, const char *_Nonnull device,
    const openvino_property *_Nullable properties, size_t count, openvino_compiled_model *_Nullable *_Nonnull);
openvino_status openvino_count_inputs(const openvino_library *_Nonnull, openvino_compiled_model *_Nonnull, size_t *_Nonnull);
openvino_status openvino_count_outputs(const openvino_library *_Nonnull, openvino_compiled_model *_Nonnull, size_t *_Nonnull);
/// Describes an input (or output) of a compiled model. The name is written into a buffer, always terminated.
openvino_status openvino_describe_port(
    const openvino_library *_Nonnull, openvino_compiled_model *_Nonnull, int32_t is_output, size_t index, char *_Nonnull name,
    size_t size, int32_t *_Nonnull element, openvino_shape *_Nonnull);
openvino_status openvino_create_request(
    const openvino_library *_Nonnull, openvino_compiled_model *_Nonnull, openvino_infer_request *_Nullable *_Nonnull);
void openvino_compiled_model_free(const openvino_library *_Nonnull, openvino_compiled_model *_Nonnull);

/// Gives an input memory of the caller's, which must live until the call has ended and the input has other memory or none.
openvino_status openvino_set_input(
    const openvino_library *_Nonnull, openvino_infer_request *_Nonnull, size_t index, int32_t element, openvino_shape shape,
    void *_Nonnull memory);
openvino_status openvino_start(const openvino_library *_Nonnull, openvino_infer_request *_Nonnull);
openvino_status openvino_wait(const openvino_library *_Nonnull, openvino_infer_request *_Nonnull, int64_t milliseconds);
openvino_status openvino_cancel(const openvino_library *_Nonnull, openvino_infer_request *_Nonnull);
/// The memory of an output, the library's own: valid until the request runs again.
openvino_status openvino_output(
    const openvino_library *_Nonnull, openvino_infer_request *_Nonnull, size_t index, int32_t *_Nonnull element,
    openvino_shape *_Nonnull, const void *_Nullable *_Nonnull memory);
void openvino_request_free(const openvino_library *_Nonnull, openvino_infer_request *_Nonnull);
