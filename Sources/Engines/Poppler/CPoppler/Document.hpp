#pragma once

#include "CPoppler.h"

#include <memory>

#include <PDFDoc.h>
#include <Page.h>

/// Poppler's document, without what would make reading it slow.
struct CPopplerDocument {
    std::unique_ptr<PDFDoc> pdf;

    /// Null for a page that can't be parsed.
    Page *page(int number) { return pdf->getPage(number); }
};
