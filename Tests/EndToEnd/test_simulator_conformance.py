# SPDX-License-Identifier: Apache-2.0
"""The embedded service against the service models of botocore: nothing here knows what the service is made of."""

import pytest
from support import samples
from support.aws import client
from support.simulator import MODELS, OPERATIONS, SERVICES, RawClient, code_in, flaws, message_in
from support.tapedeck import Deck

CASES = [(service, operation) for service in SERVICES for operation in OPERATIONS]


@pytest.fixture(scope="module")
def service_deck(tmp_path_factory):
    deck = Deck(tmp_path_factory.mktemp("simulator"))
    yield deck
    deck.clean_up()


@pytest.fixture(scope="module")
def running(service_deck):
    return service_deck.start("simulate", "--seed", "1")


@pytest.fixture
def raw(running, request):
    with RawClient(running, request.param) as raw:
        raw.admin("reset")
        yield raw


def input_shape(raw, operation):
    shape = MODELS[raw.service].operation_model(operation).input_shape
    assert shape is not None
    return shape


def answer(raw, operation, probe):
    """Status, code and message; an answer that is no error has to keep its own model."""
    status, body = raw.call(operation, probe.parameters)
    if status == 200:
        assert not flaws(body, MODELS[raw.service].operation_model(operation).output_shape), probe.why
        return status, "", ""
    return status, code_in(body), message_in(body)


def is_known_exception(raw, probe):
    """A host's ARN may have either prefix under the old name, though its model says otherwise."""
    return raw.service == "codestar-connections" and "codestar-connections:" in (probe.told or "")


@pytest.mark.parametrize("raw, operation", CASES, indirect=["raw"])
def test_every_bound_enumeration_and_pattern_of_an_input(raw, operation):
    for probe in samples.probes(input_shape(raw, operation)):
        status, code, message = answer(raw, operation, probe)
        if probe.told is None:
            assert "validation error" not in message and code != "SerializationException", (probe.why, message)
        elif not is_known_exception(raw, probe):
            assert (status, code) == (400, "ValidationException"), probe.why
            assert probe.told in message, probe.why


@pytest.mark.parametrize("raw, operation", CASES, indirect=["raw"])
def test_every_required_member_is_missed(raw, operation):
    for probe in samples.missing(input_shape(raw, operation)):
        status, code, message = answer(raw, operation, probe)
        assert (status, code) == (400, "ValidationException"), probe.why
        assert message == f"1 validation error detected: {probe.told} failed to satisfy constraint: Member must not be null"


@pytest.mark.parametrize("raw, operation", CASES, indirect=["raw"])
def test_every_wrong_type_is_told(raw, operation):
    for probe in samples.mistyped(input_shape(raw, operation)):
        status, code, _ = answer(raw, operation, probe)
        assert (status, code) == (400, "SerializationException"), probe.why


@pytest.mark.parametrize("raw, operation", CASES, indirect=["raw"])
def test_an_empty_input_misses_all_that_is_required_at_once(raw, operation):
    required = len(input_shape(raw, operation).required_members)
    status, code, message = answer(raw, operation, samples.Probe("nothing", {}, None))
    if required:
        noun = "error" if required == 1 else "errors"
        assert code == "ValidationException" and message.startswith(f"{required} validation {noun} detected: ")
        assert message.count("Member must not be null") == required
    else:
        assert "validation error" not in message


@pytest.mark.parametrize("raw, operation", CASES, indirect=["raw"])
def test_each_declared_error_is_raised_as_its_own_exception(running, raw, operation):
    boto3 = client(running, raw.service, parameter_validation=False, retries={"total_max_attempts": 1})
    model = MODELS[raw.service].operation_model(operation)
    method = getattr(boto3, boto3_name(boto3, operation))
    for error in model.error_shapes:
        assert raw.admin("throttle", Operation=operation, Error=error.name) == (200, {})
        exception = getattr(boto3.exceptions, error.name)
        with pytest.raises(exception) as raised:
            method(**samples.sample(model.input_shape))
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert raised.value.response["Error"]["Message"]


def boto3_name(boto3, operation):
    return next(name for name, of in boto3.meta.method_to_api_mapping.items() if of == operation)


@pytest.mark.parametrize("raw", SERVICES, indirect=True)
def test_several_violations_are_joined(raw):
    parameters = {"ConnectionName": "", "ProviderType": "SVN", "Tags": [{"Key": "k" * 129, "Value": "v"}]}
    _, _, message = answer(raw, "CreateConnection", samples.Probe("", parameters, None))
    assert message.startswith("3 validation errors detected: Value 'SVN' at 'providerType' failed to satisfy constraint: ")
    assert message.count("; Value '") == 2
    assert "at 'tags.1.member.key'" in message
