// Debian keeps the header in a folder, other systems don't.
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#else
#include <libpq-fe.h>
#endif

// Macros of characters, which Swift doesn't import.
static const int extraction_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int extraction_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int extraction_diag_table = PG_DIAG_TABLE_NAME;
static const int extraction_diag_column = PG_DIAG_COLUMN_NAME;
static const int extraction_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
