"""What the directory tells the floors above."""

from django.dispatch import Signal

# organisation, leaver, successor, by. Sent inside the transaction of the handover: a receiver that
# fails stops it, so that responsibilities never pass by halves.
handed_over = Signal()

# kept, dropped, record (MergeRecord), by. Sent inside the transaction, after every link moved.
merged = Signal()
