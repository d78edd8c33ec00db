#include "Interpreter.hpp"
#include "TextCollector.hpp"

#include <map>
#include <string>

#include <Link.h>

namespace {

/// The text of a page with all that it points to.
struct OwnedText : CPopplerText {
    std::string storage;
    std::vector<CPopplerPiece> ownedPieces;
    std::vector<std::string> names;
    std::vector<CPopplerFont> ownedFonts;
    std::vector<CPopplerBox> ownedImages;
    std::vector<CPopplerPaint> ownedCovers;
    std::vector<CPopplerRule> ownedRules;
    std::vector<CPopplerLink> ownedLinks;
    std::map<const TextFontInfo *, uint16_t> fontIndices;

    void append(char32_t scalar) {
        if (scalar > 0x10FFFF || (scalar >= 0xD800 && scalar <= 0xDFFF)) scalar = 0xFFFD;
        auto put = [&](unsigned byte) { storage.push_back(char(byte)); };
        if (scalar < 0x80) {
            put(scalar);
        } else if (scalar < 0x800) {
            put(0xC0 | scalar >> 6), put(0x80 | (scalar & 0x3F));
        } else if (scalar < 0x10000) {
            put(0xE0 | scalar >> 12), put(0x80 | (scalar >> 6 & 0x3F)), put(0x80 | (scalar & 0x3F));
        } else {
            put(0xF0 | scalar >> 18), put(0x80 | (scalar >> 12 & 0x3F)), put(0x80 | (scalar >> 6 & 0x3F)), put(0x80 | (scalar & 0x3F));
        }
    }

    uint16_t font(const TextFontInfo *info) {
        auto [place, isNew] = fontIndices.try_emplace(info, uint16_t(std::min<size_t>(ownedFonts.size(), UINT16_MAX)));
        if (isNew && ownedFonts.size() <= UINT16_MAX) {
            names.push_back(info && info->getFontName() ? info->getFontName()->toStr() : "");
            ownedFonts.push_back({nullptr, info && info->isBold(), info && info->isItalic()});
        }
        return place->second;
    }

    /// Adds the words in Poppler's reading order, by lines; the cells of a table's row stand on one.
    void add(TextPage *page, CPopplerVisibility visibility, double width, double height) {
        if (!page) return;
        PDFRectangle all(0, 0, width, height);
        int count = 0;
        auto lines = page->getSelectionWords(&all, selectionStyleGlyph, &count);
        if (!lines) return;
        for (int line = 0; line < count; line++) {
            for (auto selection : *lines[line]) {
                add(*selection->getWord(), selection->getBegin(), selection->getEnd(), visibility, selection == lines[line]->back());
                delete selection;
            }
            delete lines[line];
        }
        gfree(lines);
    }

    void add(const TextWord &word, int begin, int end, CPopplerVisibility visibility, bool endsLine) {
        begin = std::max(0, begin), end = std::min(end, word.getLength());
        if (begin >= end) {
            if (endsLine && !ownedPieces.empty()) ownedPieces.back().endsLine = true;
            return;
        }
        CPopplerPiece piece = {};
        piece.text = uint32_t(storage.size());
        for (int index = begin; index < end; index++) append(*word.getChar(index));
        piece.length = uint32_t(storage.size()) - piece.text;
        word.getBBox(&piece.box.left, &piece.box.top, &piece.box.right, &piece.box.bottom);
        piece.size = word.getFontSize();
        piece.order = word.getCharPos();
        piece.font = font(word.getFontInfo(begin));
        piece.rotation = uint8_t(word.getRotation() & 3);
        piece.visibility = uint8_t(visibility);
        piece.spaceAfter = word.hasSpaceAfter();
        piece.endsLine = endsLine;
        ownedPieces.push_back(piece);
    }

    void add(const TextCollector::Run &run) {
        CPopplerPiece piece = {};
        piece.text = uint32_t(storage.size());
        for (auto scalar : run.text) append(scalar);
        piece.length = uint32_t(storage.size()) - piece.text;
        piece.box = run.box;
        piece.size = run.size;
        piece.font = UINT16_MAX;
        piece.visibility = uint8_t(run.visibility);
        piece.spaceAfter = true;
        piece.endsLine = run.endsLine;
        ownedPieces.push_back(piece);
    }

    /// Adds what an annotation leads to, if it is a page of the document or an address; what else an action may do leads nowhere.
    void add(Annot &annotation, const double *toPage, CPopplerDocument &document) {
        if (annotation.getType() != Annot::typeLink || ownedLinks.size() >= linkLimit) return;
        const LinkAction *action = static_cast<AnnotLink &>(annotation).getAction();
        if (!action || !action->isOk()) return;
        CPopplerLink link = {};
        if (action->getKind() == actionURI) {
            const std::string &uri = static_cast<const LinkURI *>(action)->getURI();
            if (uri.empty() || uri.size() > addressLimit) return;
            link.text = uint32_t(storage.size());
            link.length = uint32_t(uri.size());
            storage += uri;
        } else if (action->getKind() == actionGoTo) {
            auto target = static_cast<const LinkGoTo *>(action);
            auto named = target->getNamedDest() ? document.pdf->findDest(target->getNamedDest()) : nullptr;
            const LinkDest *destination = named ? named.get() : target->getDest();
            if (!destination) return;
            link.page = destination->isPageRef() ? document.pdf->findPage(destination->getPageRef()) : destination->getPageNum();
            if (link.page < 1 || link.page > document.pdf->getNumPages()) return;
        } else {
            return;
        }
        double x1, y1, x2, y2;
        annotation.getRect(&x1, &y1, &x2, &y2);
        double left = toPage[0] * x1 + toPage[2] * y1 + toPage[4], top = toPage[1] * x1 + toPage[3] * y1 + toPage[5];
        double right = toPage[0] * x2 + toPage[2] * y2 + toPage[4], bottom = toPage[1] * x2 + toPage[3] * y2 + toPage[5];
        link.box = {std::min(left, right), std::min(top, bottom), std::max(left, right), std::max(top, bottom)};
        if (paint::isFinite(link.box)) ownedLinks.push_back(link);
    }

    /// Nobody clicks more, or types longer ones.
    static constexpr size_t linkLimit = 5'000, addressLimit = 8'192;

    void seal() {
        for (size_t index = 0; index < ownedFonts.size(); index++) ownedFonts[index].name = names[index].c_str();
        characters = storage.data(), characterCount = storage.size();
        pieces = ownedPieces.data(), pieceCount = ownedPieces.size();
        fonts = ownedFonts.data(), fontCount = ownedFonts.size();
        images = ownedImages.data(), imageCount = ownedImages.size();
        covers = ownedCovers.data(), coverCount = ownedCovers.size();
        rules = ownedRules.data(), ruleCount = ownedRules.size();
        links = ownedLinks.data(), linkCount = ownedLinks.size();
    }
};

struct TextStop {
    const TextCollector &collector;
    const CPopplerStop &caller;
    bool wasStopped = false;
};

}  // namespace

namespace {

std::unique_ptr<OwnedText> read(Page &page, bool looksAtImages, const CPopplerStop &stop) {
    TextCollector collector(looksAtImages);
    TextStop both{collector, stop};
    auto isWanted = [](const void *context) {
        auto both = static_cast<TextStop *>(const_cast<void *>(context));
        return both->wasStopped = both->wasStopped || both->collector.isFull() || both->caller.isWanted(both->caller.context);
    };
    interpret(page, collector, CPopplerStop{isWanted, &both});

    auto text = std::make_unique<OwnedText>();
    text->add(collector.visible, CPOPPLER_VISIBLE, collector.width(), collector.height());
    text->add(collector.unpainted, CPOPPLER_UNPAINTED, collector.width(), collector.height());
    for (auto &run : collector.runs) text->add(run);
    text->ownedImages = std::move(collector.images);
    text->ownedCovers = std::move(collector.covers);
    text->ownedRules = std::move(collector.rules);
    text->unmapped = collector.unmapped;
    text->curves = collector.curves;
    text->isPartial = both.wasStopped || collector.isFull();
    return text;
}

/// Whether it matters what the page's images are: where there is little other text, or where they may cover some.
bool dependsOnImages(const OwnedText &text) {
    if (text.ownedImages.empty() || text.isPartial) return false;
    if (text.ownedPieces.size() < 64) return true;
    return std::any_of(text.ownedCovers.begin(), text.ownedCovers.end(), [&](const CPopplerPaint &cover) {
        return cover.isImage && std::any_of(text.ownedPieces.begin(), text.ownedPieces.end(), [&](const CPopplerPiece &piece) {
            return piece.visibility == CPOPPLER_VISIBLE && piece.order < cover.order &&
                   paint::contains(cover.box, (piece.box.left + piece.box.right) / 2, (piece.box.top + piece.box.bottom) / 2);
        });
    });
}

}  // namespace

const CPopplerText *cpoppler_text(CPopplerDocument *document, int number, CPopplerStop stop) try {
    Page *page = document->page(number);
    if (!page) return nullptr;
    auto text = read(*page, false, stop);
    if (dependsOnImages(*text)) text = read(*page, true, stop);
    if (Annots *annotations = page->getAnnots()) {
        double toPage[6];
        page->getDefaultCTM(toPage, 72, 72, 0, false, true);
        for (auto &annotation : annotations->getAnnots()) {
            if (stop.isWanted(stop.context)) break;
            text->add(*annotation, toPage, *document);
        }
    }
    text->seal();
    return text.release();
} catch (...) {
    return nullptr;
}

void cpoppler_text_free(const CPopplerText *text) { delete static_cast<const OwnedText *>(text); }
