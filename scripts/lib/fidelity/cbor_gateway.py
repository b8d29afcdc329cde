# SPDX-License-Identifier: Apache-2.0
"""Lets moto, which speaks no rpcv2Cbor, answer in it: CloudWatch's requests in CBOR become requests in awsJson, and the
answers go back as CBOR. Both ways by botocore's own code and model, so that the bytes are those a client really reads.

https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
"""

import io
import re

from botocore.parsers import PROTOCOL_PARSERS
from botocore.serialize import RpcV2CBORSerializer, create_serializer
from botocore.session import get_session
from botocore.utils import parse_timestamp

PATH = re.compile(r"/service/(\w+)/operation/(\w+)")


class CBORGateway:
    def __init__(self, app):
        self.app = app
        self.model = get_session().get_service_model("cloudwatch")

    def __call__(self, environment, start_response):
        path = PATH.fullmatch(environment.get("PATH_INFO", ""))
        if not path or path[1] != self.model.metadata["targetPrefix"]:
            return self.app(environment, start_response)
        operation = self.model.operation_model(path[2])
        data = environment["wsgi.input"].read(int(environment.get("CONTENT_LENGTH") or 0))
        status, headers, answer = self.ask(environment, self.json_request(operation, data))
        answer = self.cbor_answer(operation, status, answer)
        kept = [(name, value) for name, value in headers if name.lower() == "x-amzn-requestid"]
        start_response(status, [
            ("smithy-protocol", "rpc-v2-cbor"), ("Content-Type", "application/cbor"),
            ("Content-Length", str(len(answer))), *kept])
        return [answer]

    def json_request(self, operation, data):
        parser = PROTOCOL_PARSERS["smithy-rpc-v2-cbor"]()
        members = parser._parse_shape(operation.input_shape, parser._initial_body_parse(data) or {})
        return create_serializer("json", False).serialize_to_request(members, operation)

    def ask(self, environment, request):
        """One request to moto: status line, headers and body of its answer."""
        body = request["body"] or b"{}"
        changed = {
            **environment, "PATH_INFO": "/", "RAW_URI": "/", "REQUEST_URI": "/", "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": request["headers"]["Content-Type"],
            "HTTP_X_AMZ_TARGET": request["headers"]["X-Amz-Target"]}
        told = []
        answer = b"".join(self.app(changed, lambda status, headers, *_: told.extend((status, headers))))
        return told[0], told[1], answer

    def cbor_answer(self, operation, status, answer):
        serializer = RpcV2CBORSerializer()
        body = bytearray()
        parser = PROTOCOL_PARSERS["json"](timestamp_parser=parse_timestamp)
        document = parser._parse_body_as_json(answer)
        if status.startswith("2"):
            if operation.output_shape is not None:
                value = parser._parse_shape(operation.output_shape, document)
                serializer._serialize_data_item(body, value, operation.output_shape)
        else:
            serializer._serialize_data_item(body, ErrorText.of(document), ErrorText)
        return bytes(body)


class Text:
    type_name = "string"
    serialization = {}


class ErrorText:
    """The shape of an error's document: two strings."""

    type_name = "structure"
    members = {"__type": Text, "message": Text}
    serialization = {}

    @staticmethod
    def of(document):
        return {
            "__type": str(document.get("__type", "InternalFailure")),
            "message": str(document.get("message", document.get("Message", "")))}
