#pragma once

#include "Document.hpp"

#include <memory>

#include <Annot.h>
#include <Gfx.h>
#include <OutputDev.h>

/// A resolution in each direction, and the part of the page in pixels that is wanted; nothing for all of it.
struct Slice {
    double horizontal = 72, vertical = 72;
    int width = -1, height = -1;
};

/// A device that can be told to stop. Poppler itself asks after ten operators of a stream, so never where forms draw a few forms that draw
/// forms: a device that says it draws forms itself, and doesn't, ends those.
template <typename Base>
class Stoppable : public Base {
public:
    using Base::Base;
    void begin(Gfx &interpreter, const CPopplerStop &caller) {
        gfx = &interpreter;
        stop = &caller;
    }
    bool useDrawForm() override { return stop && stop->isWanted(stop->context); }

protected:
    Gfx *gfx = nullptr;

private:
    const CPopplerStop *stop = nullptr;
};

/// Runs the operators of a page and of its annotations through a device, which learns of the interpreter first. The page's end reaches the
/// device before this returns.
template <typename Device>
void interpret(Page &page, Device &device, const CPopplerStop &stop, Slice slice = {}) {
    auto isStopped = [](void *data) {
        auto stop = static_cast<const CPopplerStop *>(data);
        return stop->isWanted(stop->context);
    };
    void *data = const_cast<CPopplerStop *>(&stop);
    bool isWhole = slice.width < 0;
    std::unique_ptr<Gfx> gfx(page.createGfx(&device, slice.horizontal, slice.vertical, 0, false, true, isWhole ? -1 : 0, isWhole ? -1 : 0,
                                            slice.width, slice.height, false, isStopped, data));
    if (!gfx) return;
    device.begin(*gfx, stop);
    page.display(gfx.get());
    if (Annots *annotations = page.getAnnots()) {
        for (auto &annotation : annotations->getAnnots()) {
            if (isStopped(data)) break;
            annotation->draw(gfx.get(), false);
        }
    }
    gfx.reset();
    device.end();
}
