"""XLSX: the first visible sheet that holds something."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from maillage.directory.importing.readers.table import FileFormat, Table, Unreadable, cell_text, table_of

MAX_UNPACKED_BYTES = 300 * 2**20
"""An XLSX is a zip: this bounds what it may unpack to."""


def read_xlsx(content: bytes) -> Table:
    import openpyxl  # heavy: only when a spreadsheet comes in

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise Unreadable(
                _("This spreadsheet is too large. Keep the useful sheet only, or save it as CSV.")
            )
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("This spreadsheet cannot be opened. Save it again as XLSX or CSV.")) from error
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            records = (
                (line, [cell_text(value) for value in values])
                for line, values in enumerate(sheet.iter_rows(values_only=True), start=1)
            )
            filled = ((line, record) for line, record in records if any(record))
            first = next(filled, None)
            if first is None:
                continue
            notices = []
            if len(sheets) > 1:
                notices.append(
                    _("Only the sheet “%(sheet)s” is read: it is the first that holds something.")
                    % {"sheet": sheet.title}
                )
            return table_of(FileFormat.XLSX, first[1], filled, notices=notices)
    finally:
        book.close()
    raise Unreadable(_("This spreadsheet has no visible sheet that holds something."))
