#include "COpenVINO.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

// Layouts of the library's own structures.
typedef struct {
    int64_t rank;
    int64_t *dims;
} ov_shape;
typedef struct {
    int64_t min, max;
} ov_dimension;
typedef struct {
    ov_dimension rank;
    ov_dimension *dims;
} ov_partial_shape;
typedef struct {
    const char *build_number;
    const char *description;
} ov_version;

struct openvino_library {
    openvino_status (*get_version)(ov_version *);
    void (*version_free)(ov_version *);
    const char *(*last_message)(void);
    void (*free_text)(const char *);
    openvino_status (*core_create)(openvino_core **);
    void (*core_free)(openvino_core *);
    openvino_status (*read_model)(const openvino_core *, const char *, const char *, openvino_model **);
    openvino_status (*reshape)(const openvino_model *, const size_t *, const ov_partial_shape *, size_t);
    void (*model_free)(openvino_model *);
    openvino_status (*compile)(
        const openvino_core *, const openvino_model *, const char *, size_t, openvino_compiled_model **, ...);
    openvino_status (*count_inputs)(const openvino_compiled_model *, size_t *);
    openvino_status (*count_outputs)(const openvino_compiled_model *, size_t *);
    openvino_status (*input_port)(const openvino_compiled_model *, size_t, openvino_port **);
    openvino_status (*output_port)(const openvino_compiled_model *, size_t, openvino_port **);
    openvino_status (*port_name)(const openvino_port *, char **);
    openvino_status (*port_shape)(const openvino_port *, ov_partial_shape *);
    openvino_status (*port_element)(const openvino_port *, int32_t *);
    void (*port_free)(openvino_port *);
    void (*partial_shape_free)(ov_partial_shape *);
    openvino_status (*create_request)(const openvino_compiled_model *, openvino_infer_request **);
    void (*compiled_free)(openvino_compiled_model *);
    openvino_status (*tensor_from_memory)(int32_t, const ov_shape, void *, openvino_tensor **);
    openvino_status (*tensor_shape)(const openvino_tensor *, ov_shape *);
    openvino_status (*tensor_element)(const openvino_tensor *, int32_t *);
    openvino_status (*tensor_data)(const openvino_tensor *, void **);
    void (*tensor_free)(openvino_tensor *);
    openvino_status (*shape_free)(ov_shape *);
    openvino_status (*set_input)(openvino_infer_request *, size_t, const openvino_tensor *);
    openvino_status (*get_output)(const openvino_infer_request *, size_t, openvino_tensor **);
    openvino_status (*start)(openvino_infer_request *);
    openvino_status (*wait_for)(openvino_infer_request *, int64_t);
    openvino_status (*cancel)(openvino_infer_request *);
    void (*request_free)(openvino_infer_request *);
};

openvino_library *openvino_open(const char *core_path, const char *interface_path) {
    if (!dlopen(core_path, RTLD_NOW | RTLD_LOCAL)) return NULL;
    void *handle = dlopen(interface_path, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return NULL;
    openvino_library *library = calloc(1, sizeof *library);
    if (!library) return NULL;
    const struct {
        void *slot;
        const char *name;
    } functions[] = {
        {&library->get_version, "ov_get_openvino_version"},
        {&library->version_free, "ov_version_free"},
        {&library->last_message, "ov_get_last_err_msg"},
        {&library->free_text, "ov_free"},
        {&library->core_create, "ov_core_create"},
        {&library->core_free, "ov_core_free"},
        {&library->read_model, "ov_core_read_model"},
        {&library->reshape, "ov_model_reshape_by_port_indexes"},
        {&library->model_free, "ov_model_free"},
        {&library->compile, "ov_core_compile_model"},
        {&library->count_inputs, "ov_compiled_model_inputs_size"},
        {&library->count_outputs, "ov_compiled_model_outputs_size"},
        {&library->input_port, "ov_compiled_model_input_by_index"},
        {&library->output_port, "ov_compiled_model_output_by_index"},
        {&library->port_name, "ov_port_get_any_name"},
        {&library->port_shape, "ov_port_get_partial_shape"},
        {&library->port_element, "ov_port_get_element_type"},
        {&library->port_free, "ov_output_const_port_free"},
        {&library->partial_shape_free, "ov_partial_shape_free"},
        {&library->create_request, "ov_compiled_model_create_infer_request"},
        {&library->compiled_free, "ov_compiled_model_free"},
        {&library->tensor_from_memory, "ov_tensor_create_from_host_ptr"},
        {&library->tensor_shape, "ov_tensor_get_shape"},
        {&library->tensor_element, "ov_tensor_get_element_type"},
        {&library->tensor_data, "ov_tensor_data"},
        {&library->tensor_free, "ov_tensor_free"},
        {&library->shape_free, "ov_shape_free"},
        {&library->set_input, "ov_infer_request_set_input_tensor_by_index"},
        {&library->get_output, "ov_infer_request_get_output_tensor_by_index"},
        {&library->start, "ov_infer_request_start_async"},
        {&library->wait_for, "ov_infer_request_wait_for"},
        {&library->cancel, "ov_infer_request_cancel"},
        {&library->request_free, "ov_infer_request_free"},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = dlsym(handle, functions[i].name);
        if (!function) {
            free(library);
            return NULL;
        }
        // A pointer to a function, as POSIX lets dlsym give it.
        memcpy(functions[i].slot, &function, sizeof function);
    }
    return library;
}

static void copy_text(const char *text, char *buffer, size_t size) {
    if (size == 0) return;
    size_t length = text ? strnlen(text, size - 1) : 0;
    if (length) memcpy(buffer, text, length);
    buffer[length] = 0;
}

void openvino_version(const openvino_library *library, char *buffer, size_t size) {
    ov_version version = {0};
    if (library->get_version(&version) != OPENVINO_OK) {
        copy_text("unknown", buffer, size);
        return;
    }
    copy_text(version.build_number, buffer, size);
    library->version_free(&version);
}

void openvino_last_message(const openvino_library *library, char *buffer, size_t size) {
    const char *text = library->last_message();
    copy_text(text, buffer, size);
    if (text) library->free_text(text);
}

openvino_status openvino_core_create(const openvino_library *library, openvino_core **core) { return library->core_create(core); }
void openvino_core_free(const openvino_library *library, openvino_core *core) { library->core_free(core); }

openvino_status openvino_read_model(
    const openvino_library *library, openvino_core *core, const char *path, openvino_model **model) {
    return library->read_model(core, path, NULL, model);
}

openvino_status openvino_reshape_input(const openvino_library *library, openvino_model *model, size_t index, openvino_shape shape) {
    ov_dimension dimensions[OPENVINO_MAX_RANK];
    for (int64_t i = 0; i < shape.rank && i < OPENVINO_MAX_RANK; i++) {
        dimensions[i] = (ov_dimension){shape.dimensions[i] < 0 ? 0 : shape.dimensions[i], shape.dimensions[i]};
    }
    ov_partial_shape partial = {{shape.rank, shape.rank}, dimensions};
    return library->reshape(model, &index, &partial, 1);
}

void openvino_model_free(const openvino_library *library, openvino_model *model) { library->model_free(model); }

openvino_status openvino_compile(
    const openvino_library *library, openvino_core *core, openvino_model *model, const char *device,
    const openvino_property *properties, size_t count, openvino_compiled_model **compiled) {
    openvino_property p[OPENVINO_MAX_PROPERTIES] = {{"", ""}};
    if (count > OPENVINO_MAX_PROPERTIES) return -14;
    for (size_t i = 0; i < count; i++) p[i] = properties[i];
    // The library reads as many arguments as it is told of.
    return library->compile(
        core, model, device, count * 2, compiled, p[0].key, p[0].value, p[1].key, p[1].value, p[2].key, p[2].value, p[3].key,
        p[3].value, p[4].key, p[4].value, p[5].key, p[5].value, p[6].key, p[6].value, p[7].key, p[7].value);
}

openvino_status openvino_count_inputs(const openvino_library *library, openvino_compiled_model *model, size_t *count) {
    return library->count_inputs(model, count);
}

openvino_status openvino_count_outputs(const openvino_library *library, openvino_compiled_model *model, size_t *count) {
    return library->count_outputs(model, count);
}

openvino_status openvino_describe_port(
    const openvino_library *library, openvino_compiled_model *model, int32_t is_output, size_t index, char *name, size_t size,
    int32_t *element, openvino_shape *shape) {
    openvino_port *port = NULL;
    openvino_status status = (is_output ? library->output_port : library->input_port)(model, index, &port);
    if (status != OPENVINO_OK) return status;
    char *text = NULL;
    // A port may have no name.
    copy_text(library->port_name(port, &text) == OPENVINO_OK ? text : NULL, name, size);
    if (text) library->free_text(text);
    ov_partial_shape partial = {{0, 0}, NULL};
    status = library->port_element(port, element);
    if (status == OPENVINO_OK) status = library->port_shape(port, &partial);
    if (status == OPENVINO_OK) {
        shape->rank = partial.rank.min == partial.rank.max && partial.rank.max <= OPENVINO_MAX_RANK ? partial.rank.max : -1;
        for (int64_t i = 0; i < shape->rank; i++) {
            shape->dimensions[i] = partial.dims[i].min == partial.dims[i].max ? partial.dims[i].max : -1;
        }
        library->partial_shape_free(&partial);
    }
    library->port_free(port);
    return status;
}

openvino_status openvino_create_request(
    const openvino_library *library, openvino_compiled_model *model, openvino_infer_request **request) {
    return library->create_request(model, request);
}

void openvino_compiled_model_free(const openvino_library *library, openvino_compiled_model *model) { library->compiled_free(model); }

openvino_status openvino_set_input(
    const openvino_library *library, openvino_infer_request *request, size_t index, int32_t element, openvino_shape shape,
    void *memory) {
    ov_shape dimensions = {shape.rank, shape.dimensions};
    openvino_tensor *tensor = NULL;
    openvino_status status = library->tensor_from_memory(element, dimensions, memory, &tensor);
    if (status != OPENVINO_OK) return status;
    status = library->set_input(request, index, tensor);
    library->tensor_free(tensor);
    return status;
}

openvino_status openvino_start(const openvino_library *library, openvino_infer_request *request) { return library->start(request); }
openvino_status openvino_wait(const openvino_library *library, openvino_infer_request *request, int64_t milliseconds) {
    return library->wait_for(request, milliseconds);
}
openvino_status openvino_cancel(const openvino_library *library, openvino_infer_request *request) { return library->cancel(request); }

openvino_status openvino_output(
    const openvino_library *library, openvino_infer_request *request, size_t index, int32_t *element, openvino_shape *shape,
    const void **memory) {
    openvino_tensor *tensor = NULL;
    openvino_status status = library->get_output(request, index, &tensor);
    if (status != OPENVINO_OK) return status;
    ov_shape dimensions = {0, NULL};
    void *data = NULL;
    status = library->tensor_element(tensor, element);
    if (status == OPENVINO_OK) status = library->tensor_shape(tensor, &dimensions);
    if (status == OPENVINO_OK) {
        shape->rank = dimensions.rank <= OPENVINO_MAX_RANK ? dimensions.rank : -1;
        for (int64_t i = 0; i < shape->rank; i++) shape->dimensions[i] = dimensions.dims[i];
        library->shape_free(&dimensions);
        status = library->tensor_data(tensor, &data);
        *memory = data;
    }
    // The request keeps the memory.
    library->tensor_free(tensor);
    return status;
}

void openvino_request_free(const openvino_library *library, openvino_infer_request *request) { library->request_free(request); }
