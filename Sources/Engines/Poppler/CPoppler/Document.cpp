#include "Document.hpp"

#include <mutex>
#include <optional>
#include <string>

#include <Error.h>
#include <ErrorCodes.h>
#include <GfxState.h>
#include <GlobalParams.h>
#include <Stream.h>

namespace {

/// What the process needs once. Poppler makes its colour profile with the first graphics state, without a lock.
void prepareProcess() {
    static std::once_flag once;
    std::call_once(once, [] {
        // Messages quote the document, and there are thousands.
        setErrorCallback([](ErrorCategory, Goffset, const char *) {});
        globalParams = std::make_unique<GlobalParams>();
        PDFRectangle box(0, 0, 1, 1);
        GfxState state(72, 72, &box, 0, true);
    });
}

/// Takes the intended printer's profile out of the catalog. Poppler would build its colour transforms anew for every page, which can take
/// longer than everything else together, and the grey of a page hardly changes.
void removeOutputIntents(PDFDoc &pdf) {
    XRef *xref = pdf.getXRef();
    Object catalog = xref->getCatalog();
    if (!catalog.isDict() || !catalog.getDict()->hasKey("OutputIntents")) return;
    catalog.dictRemove("OutputIntents");
    xref->setModifiedObject(&catalog, {xref->getRootNum(), xref->getRootGen()});
}

}  // namespace

const char *cpoppler_version(void) { return POPPLER_VERSION; }

CPopplerDocument *cpoppler_open(const void *bytes, size_t length, const char *password, CPopplerStatus *status) try {
    prepareProcess();
    std::optional<GooString> secret;
    if (password) secret.emplace(password);
    auto *stream = new MemStream(static_cast<const char *>(bytes), 0, Goffset(length), Object(objNull));
    auto pdf = std::make_unique<PDFDoc>(stream, secret, secret);
    if (!pdf->isOk()) {
        *status = pdf->getErrorCode() == errEncrypted ? CPOPPLER_ENCRYPTED : CPOPPLER_DAMAGED;
        return nullptr;
    }
    removeOutputIntents(*pdf);
    *status = CPOPPLER_OK;
    return new CPopplerDocument{std::move(pdf)};
} catch (const std::bad_alloc &) {
    *status = CPOPPLER_NO_MEMORY;
    return nullptr;
} catch (...) {
    *status = CPOPPLER_DAMAGED;
    return nullptr;
}

void cpoppler_close(CPopplerDocument *document) try { delete document; } catch (...) {}

int cpoppler_page_count(CPopplerDocument *document) try { return document->pdf->getNumPages(); } catch (...) { return -1; }

bool cpoppler_geometry(CPopplerDocument *document, int number, CPopplerGeometry *geometry) try {
    Page *page = document->page(number);
    if (!page) return false;
    int rotation = ((page->getRotate() % 360) + 360) % 360;
    bool lies = rotation == 90 || rotation == 270;
    double width = page->getCropWidth(), height = page->getCropHeight();
    *geometry = {lies ? height : width, lies ? width : height, rotation};
    return true;
} catch (...) {
    return false;
}
