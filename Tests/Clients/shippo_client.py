"""Walks Shippo's own client library through the sandbox.

    make clients
    .run/clients/bin/python Tests/Clients/shippo_client.py http://127.0.0.1:9100

Run against a sandbox with a time scale of 3600 or more, so that parcels move while one watches.
"""

import json
import sys
import time
import urllib.request

import shippo
from shippo.models import components, errors, operations

FROM = components.AddressCreateRequest(
    name="Dock", street1="1 Dock Street", city="Austin", state="TX", zip="78701", country="US")
TO = components.AddressCreateRequest(
    name="Ana Demo", street1="12 Sample St", city="Chicago", state="IL", zip="60601", country="US", validate=True)
PARCEL = components.ParcelCreateRequest(
    length="10", width="8", height="4", distance_unit=components.DistanceUnitEnum.IN, weight="15.4",
    mass_unit=components.WeightUnitEnum.OZ)


def check(condition, what):
    print(("ok   " if condition else "FAIL ") + what)
    if not condition:
        sys.exit(1)


def addresses(client):
    made = client.addresses.create(TO)
    check(made.validation_results.is_valid, "a good address is valid")
    check(client.addresses.get(made.object_id).object_id == made.object_id, "an address is read back")
    check(client.addresses.validate(made.object_id).validation_results.is_valid, "it is validated by id")
    bad = client.addresses.create(components.AddressCreateRequest(
        name="X", street1="1 Nowhere", city="Chicago", state="IL", zip="60601", country="US", validate=True))
    check(not bad.validation_results.is_valid, "a bad address is not valid")
    check(len(client.addresses.list(page=1, results=5).results) == 2, "addresses are listed")


def shipment(client):
    made = client.shipments.create(components.ShipmentCreateRequest(
        address_from=FROM, address_to=TO, parcels=[PARCEL], async_=False))
    check(made.status == components.ShipmentStatus.SUCCESS, "a shipment has its rates at once")
    check(len({rate.provider for rate in made.rates}) >= 3, "several carriers answer")
    check(client.shipments.get(made.object_id).object_id == made.object_id, "a shipment is read back")
    listed = client.rates.list_shipment_rates(shipment_id=made.object_id)
    check(len(listed.results) == len(made.rates), "its rates are listed")
    return min(made.rates, key=lambda rate: float(rate.amount))


def label(client, rate, metadata):
    bought = client.transactions.create(components.TransactionCreateRequest(
        rate=rate.object_id, label_file_type=components.LabelFileTypeEnum.PDF_4X6, async_=False, metadata=metadata))
    check(bought.status == components.TransactionStatusEnum.SUCCESS, f"a label is bought: {bought.tracking_number}")
    with urllib.request.urlopen(bought.label_url) as file:
        check(file.read(4) == b"%PDF", "the label is a PDF")
    check(client.transactions.get(bought.object_id).metadata == metadata, "the label is read back")
    return bought


def failure(client):
    try:
        client.transactions.create(components.TransactionCreateRequest(rate="unknown", async_=False))
    except errors.SDKError as error:
        check(error.status_code == 400, "an unknown rate is refused with 400")
    else:
        check(False, "an unknown rate is refused")


def refund(client, bought):
    made = client.refunds.create(transaction=bought.object_id, async_=False)
    check(made.status == components.RefundStatus.PENDING, "a refund is pending")
    check(client.refunds.get(made.object_id).transaction == bought.object_id, "a refund is read back")
    check(len(client.refunds.list().results) == 1, "refunds are listed")


def track(client, bought):
    track = client.tracking_status.create(carrier="usps", tracking_number=bought.tracking_number)
    check(track.tracking_status.status == components.TrackingStatusEnum.PRE_TRANSIT, "a parcel waits for the carrier")
    deadline = time.time() + 600
    while track.tracking_status.status != components.TrackingStatusEnum.DELIVERED:
        check(time.time() < deadline, "waiting for delivery") if time.time() >= deadline else time.sleep(1)
        track = client.tracking_status.get(tracking_number=bought.tracking_number, carrier="usps")
        if track.tracking_status.status == components.TrackingStatusEnum.FAILURE:
            break
    check(len(track.tracking_history) >= 4, f"a parcel ends as {track.tracking_status.status.value}")


def hooks(client):
    made = client.webhooks.create_webhook(components.WebhookUpdateRequest(
        event=components.WebhookEventTypeEnum.TRACK_UPDATED, url="http://127.0.0.1:1/hook"))
    check(client.webhooks.get_webhook(made.object_id).event == "track_updated", "a webhook is read back")
    changed = client.webhooks.update_webhook(made.object_id, components.WebhookUpdateRequest(
        event=components.WebhookEventTypeEnum.ALL, url="http://127.0.0.1:1/hook"))
    check(changed.event == "all", "a webhook is changed")
    check(len(client.webhooks.list_webhooks().results) == 1, "webhooks are listed")
    client.webhooks.delete_webhook(made.object_id)
    check(not client.webhooks.list_webhooks().results, "a webhook is deleted")


def settings(base, values):
    body = json.dumps(values).encode()
    urllib.request.urlopen(urllib.request.Request(base + "/_sandbox/settings", data=body, method="POST")).read()


def main(base):
    client = shippo.Shippo(api_key_header="shippo_live_sandbox", server_url=base + "/shippo")
    settings(base, {"shippo_failure_rate": 0})
    addresses(client)
    rate = shipment(client)
    kept = label(client, rate, "parcel 1")
    voided = label(client, rate, "parcel 2")
    refund(client, voided)
    failure(client)
    settings(base, {"shippo_failure_rate": 1})
    failed = client.transactions.create(components.TransactionCreateRequest(rate=rate.object_id, async_=False))
    check(failed.status == components.TransactionStatusEnum.ERROR and failed.messages[0].text, "a label fails inside a 201")
    settings(base, {"shippo_failure_rate": 0.02})
    listed = client.transactions.list(operations.ListTransactionsRequest(page=1, results=2))
    check(len(listed.results) == 2 and listed.next, "transactions are listed page by page")
    hooks(client)
    track(client, kept)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:9100")
