/* Nothing to import: Poppler's own headers are C++. CPoppler includes them. */
