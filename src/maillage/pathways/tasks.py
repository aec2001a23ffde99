"""Background jobs of pathways: thin wrappers."""

from __future__ import annotations

from procrastinate.contrib.django import app

from maillage.pathways.actions import committee, resource, survey


@app.periodic(cron="30 * * * *")
@app.task(name="pathways.propose_committees", queue="default", queueing_lock="pathways.propose_committees")
def propose_committees(timestamp: int) -> None:
    """Lets the expert committee of a programme propose itself after a session."""
    committee.propose_due()


@app.periodic(cron="10 7 * * *")
@app.task(name="pathways.follow_surveys", queue="default", queueing_lock="pathways.follow_surveys")
def follow_surveys(timestamp: int) -> None:
    """Opens, reminds of and closes what pathways ask before and after."""
    survey.tick()


@app.periodic(cron="*/10 * * * *")
@app.task(name="pathways.tell_resources", queue="default", queueing_lock="pathways.tell_resources")
def tell_resources(timestamp: int) -> None:
    """Tells those who follow what their sessions share since."""
    resource.tell_due()
