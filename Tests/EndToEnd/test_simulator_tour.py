# SPDX-License-Identifier: Apache-2.0
"""Every operation of the embedded service with boto3, in the order in which people use them, and what it refuses."""

import json

import pytest
from support.aws import client, code_of, tags
from support.simulator import OPERATIONS, SERVICES, RawClient, flaws

SYNC = {"SyncType": "CFN_STACK_SYNC", "ResourceName": "stack"}
ROLE = "arn:aws:iam::123456789012:role/sync"
VPC = {
    "VpcId": "vpc-0123456789abcdef0",
    "SubnetIds": ["subnet-0123456789abcdef0"],
    "SecurityGroupIds": ["sg-0123456789abcdef0"],
    "TlsCertificate": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
}
UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Tour:
    """A boto3 client whose every answer is held against the model, byte for byte as it came."""

    def __init__(self, running, service):
        self.boto3 = client(running, service, retries={"total_max_attempts": 1})
        self.answered = set()
        self.boto3.meta.events.register("after-call", self.check)
        self.raw = RawClient(running, service)

    def check(self, model, http_response, parsed, **_):
        if http_response.status_code == 200:
            self.answered.add(model.name)
            assert not flaws(json.loads(http_response.content), model.output_shape), model.name
            for name in model.output_shape.required_members:
                assert name in parsed, f"{model.name}: {name}"

    def __getattr__(self, name):
        return getattr(self.boto3, name)

    def admin(self, action, **parameters):
        status, body = self.raw.admin(action, **parameters)
        assert status == 200, body
        return body

    def available_connection(self, name="available", provider="GitHub"):
        arn = self.create_connection(ConnectionName=name, ProviderType=provider)["ConnectionArn"]
        self.admin("finish-handshake", Arn=arn)
        return arn

    def link(self, name="repo"):
        info = self.create_repository_link(
            ConnectionArn=self.available_connection(), OwnerId="me", RepositoryName=name
        )["RepositoryLinkInfo"]
        return info["RepositoryLinkId"]

    def sync(self, link, branch="main", **more):
        return self.create_sync_configuration(
            **{**SYNC, "RepositoryLinkId": link, "Branch": branch, "ConfigFile": "a/b.yaml", "RoleArn": ROLE, **more}
        )["SyncConfiguration"]

    def resource_status(self):
        return self.get_resource_sync_status(**SYNC)["LatestSync"]["Status"]


@pytest.fixture
def tour(simulator, request):
    return Tour(simulator, request.param)


pytestmark = pytest.mark.parametrize("tour", SERVICES, indirect=True)


def test_every_operation_answers_as_its_model_says(tour):
    connection = tour.create_connection(ConnectionName="one", ProviderType="GitHub", Tags=tags(a="1"))["ConnectionArn"]
    host = tour.create_host(
        Name="h", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://h", VpcConfiguration=VPC, Tags=tags(b="2")
    )["HostArn"]
    assert tour.get_connection(ConnectionArn=connection)["Connection"]["ConnectionStatus"] == "PENDING"
    assert [tour.get_host(HostArn=host)["Status"] for _ in range(2)] == ["VPC_CONFIG_INITIALIZING", "PENDING"]
    tour.update_host(HostArn=host, ProviderEndpoint="https://moved", VpcConfiguration=VPC)
    assert tour.list_hosts()["Hosts"][0]["ProviderEndpoint"] == "https://moved"
    tour.admin("finish-handshake", Arn=host)
    tour.admin("finish-handshake", Arn=connection)
    hosted = tour.create_connection(ConnectionName="hosted", HostArn=host)["ConnectionArn"]
    assert len(tour.list_connections(HostArnFilter=host)["Connections"]) == 1
    for arn in (connection, host):
        tour.tag_resource(ResourceArn=arn, Tags=tags(c="3"))
        tour.untag_resource(ResourceArn=arn, TagKeys=["c"])
        assert len(tour.list_tags_for_resource(ResourceArn=arn)["Tags"]) == 1

    link = tour.create_repository_link(
        ConnectionArn=connection, OwnerId="me", RepositoryName="repo",
        EncryptionKeyArn="arn:aws:kms:us-east-1:123456789012:key/k", Tags=tags(d="4"),
    )["RepositoryLinkInfo"]  # fmt: skip
    assert tour.list_tags_for_resource(ResourceArn=link["RepositoryLinkArn"])["Tags"] == tags(d="4")
    link = link["RepositoryLinkId"]
    assert tour.get_repository_link(RepositoryLinkId=link)["RepositoryLinkInfo"]["ConnectionArn"] == connection
    assert len(tour.list_repository_links()["RepositoryLinks"]) == 1
    other = tour.available_connection("two")
    tour.update_repository_link(RepositoryLinkId=link, ConnectionArn=other)

    made = tour.sync(link, PublishDeploymentStatus="ENABLED", TriggerResourceUpdateOn="FILE_CHANGE")
    assert tour.get_sync_configuration(**SYNC)["SyncConfiguration"] == made
    of_link = {"RepositoryLinkId": link, "SyncType": "CFN_STACK_SYNC"}
    assert tour.list_sync_configurations(**of_link)["SyncConfigurations"] == [made]
    assert tour.list_repository_sync_definitions(**of_link)["RepositorySyncDefinitions"] == [
        {"Branch": "main", "Directory": "a/b.yaml", "Parent": "stack", "Target": "stack"}
    ]
    statuses = ["INITIATED", "IN_PROGRESS", "SUCCEEDED"]
    repository = [tour.get_repository_sync_status(Branch="main", **of_link)["LatestSync"]["Status"] for _ in statuses]
    assert repository == statuses == [tour.resource_status() for _ in statuses]
    assert tour.update_sync_configuration(**SYNC, Branch="dev")["SyncConfiguration"]["Branch"] == "dev"

    blocker = tour.admin("raise-blocker", Region="us-east-1", ResourceName="stack", Reason="r", Contexts=tags(k="v"))
    summary = tour.get_sync_blocker_summary(**SYNC)["SyncBlockerSummary"]
    assert [(each["Id"], each["Status"]) for each in summary["LatestBlockers"]] == [(blocker["Id"], "ACTIVE")]
    resolved = tour.update_sync_blocker(**SYNC, Id=blocker["Id"], ResolvedReason="mended")["SyncBlocker"]
    assert (resolved["Status"], resolved["ResolvedReason"]) == ("RESOLVED", "mended")
    assert tour.get_sync_blocker_summary(**SYNC)["SyncBlockerSummary"]["LatestBlockers"] == [resolved]

    tour.delete_sync_configuration(**SYNC)
    tour.delete_repository_link(RepositoryLinkId=link)
    for arn in (hosted, connection):
        tour.delete_connection(ConnectionArn=arn)
    tour.delete_host(HostArn=host)
    assert [each["Status"] for each in tour.list_hosts()["Hosts"]] == ["VPC_CONFIG_DELETING"]
    assert tour.list_hosts()["Hosts"] == []
    assert tour.answered == set(OPERATIONS)


def test_what_the_state_does_not_allow_is_refused_with_modelled_errors(tour):
    pending = tour.create_connection(ConnectionName="pending", ProviderType="GitHub")["ConnectionArn"]
    new = {"OwnerId": "me", "RepositoryName": "repo"}
    create = tour.create_repository_link
    assert code_of(create, ConnectionArn=pending, **new) == "InvalidInputException"
    link = tour.link()
    assert code_of(create, ConnectionArn=tour.available_connection(), **new) == "ResourceAlreadyExistsException"
    other = tour.available_connection(provider="GitLab")
    update = tour.update_repository_link
    assert code_of(update, RepositoryLinkId=link, ConnectionArn=other) == "InvalidInputException"
    assert code_of(update, RepositoryLinkId=UNKNOWN) == "ResourceNotFoundException"
    assert code_of(tour.sync, link=UNKNOWN) == "InvalidInputException"
    tour.sync(link)
    assert code_of(tour.sync, link=link) == "ResourceAlreadyExistsException"
    assert code_of(tour.delete_repository_link, RepositoryLinkId=link) == "SyncConfigurationStillExistsException"
    resolve = {**SYNC, "ResolvedReason": "r"}
    assert code_of(tour.update_sync_blocker, **resolve, Id="x") == "SyncBlockerDoesNotExistException"
    blocker = tour.admin("raise-blocker", Region="us-east-1", ResourceName="stack", Reason="r")["Id"]
    connection = tour.get_repository_link(RepositoryLinkId=link)["RepositoryLinkInfo"]["ConnectionArn"]
    tour.admin("fail-handshake", Arn=connection)
    assert code_of(tour.update_sync_blocker, **resolve, Id=blocker) == "RetryLatestCommitFailedException"
    tour.admin("finish-handshake", Arn=connection)
    assert code_of(tour.update_sync_blocker, **resolve, Id=blocker) is None
    of = {"RepositoryLinkId": link, "SyncType": "CFN_STACK_SYNC"}
    assert code_of(tour.get_repository_sync_status, Branch="other", **of) == "ResourceNotFoundException"
    assert code_of(tour.list_repository_links, NextToken="made up") == "InvalidInputException"


def test_the_quota_of_each_kind_holds(tour):
    connection = tour.available_connection()
    new = {"ConnectionArn": connection, "OwnerId": "me"}
    link = [tour.create_repository_link(**new, RepositoryName=f"r{n}") for n in range(100)][0]["RepositoryLinkInfo"]
    assert code_of(tour.create_repository_link, **new, RepositoryName="more") == "LimitExceededException"
    for n in range(100):
        tour.sync(link["RepositoryLinkId"], ResourceName=f"s{n}")
    assert code_of(tour.sync, link=link["RepositoryLinkId"], ResourceName="more") == "LimitExceededException"
    for n in range(249):
        tour.create_connection(ConnectionName="c", ProviderType="GitHub")
    assert code_of(tour.create_connection, ConnectionName="c", ProviderType="GitHub") == "LimitExceededException"
    host = {"Name": "h", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://h"}
    for n in range(50):
        tour.create_host(**host)
    assert code_of(tour.create_host, **host) == "LimitExceededException"
    assert code_of(tour.tag_resource, ResourceArn=connection, Tags=tags(**{f"k{n}": "" for n in range(51)})) == (
        "LimitExceededException"
    )


def test_pages_hold_everything_once(tour):
    """For each list operation that has pages, with what is made and deleted between them."""
    for n in range(5):
        tour.create_connection(ConnectionName=f"c{n}", ProviderType="GitHub")
        tour.create_host(Name=f"h{n}", ProviderType="GitLabSelfManaged", ProviderEndpoint="https://h")
    connection = tour.available_connection()
    links = [
        tour.create_repository_link(ConnectionArn=connection, OwnerId="me", RepositoryName=f"r{n}") for n in range(5)
    ]
    link = links[0]["RepositoryLinkInfo"]["RepositoryLinkId"]
    for n in range(5):
        tour.sync(link, ResourceName=f"s{n}")
    of_link = {"RepositoryLinkId": link, "SyncType": "CFN_STACK_SYNC"}
    for method, member, name, count, parameters in [
        ("list_connections", "Connections", "ConnectionName", 6, {}),
        ("list_hosts", "Hosts", "Name", 5, {}),
        ("list_repository_links", "RepositoryLinks", "RepositoryName", 5, {}),
        ("list_sync_configurations", "SyncConfigurations", "ResourceName", 5, of_link),
    ]:
        for size in (1, 2, count, 100):
            seen, token = [], {}
            while True:
                page = getattr(tour, method)(MaxResults=size, **parameters, **token)
                assert 0 < len(page[member]) <= size
                seen += [item[name] for item in page[member]]
                if "NextToken" not in page:
                    break
                token = {"NextToken": page["NextToken"]}
            assert len(seen) == len(set(seen)) == count, (method, size)
