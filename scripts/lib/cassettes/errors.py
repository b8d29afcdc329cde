# SPDX-License-Identifier: Apache-2.0
"""The error catalogue: each modelled error, raised by what raises it or, where nothing here does, as it was planned."""

from client import connect, control, expect

SYNC = {"SyncType": "CFN_STACK_SYNC", "ResourceName": "errors-stack"}
ROLE = "arn:aws:iam::123456789012:role/errors-sync"
NOBODY = "arn:aws:codeconnections:us-east-1:123456789012:connection/00000000-0000-4000-8000-000000000000"
UNKNOWN = "00000000-0000-4000-8000-000000000000"

service = connect()

# Before the service's own rules.
create = service.create_connection
expect("ValidationException", create, ProviderType="GitHub")
expect("ValidationException", create, ConnectionName="errors " * 8, ProviderType="Mercurial")
expect("SerializationException", create, ConnectionName=["errors"], ProviderType="GitHub")
expect("ValidationException", service.get_connection, ConnectionArn="arn:aws:s3:::errors")
expect("ValidationException", service.list_hosts, MaxResults=101)
expect("ValidationException", service.list_connections, NextToken="errors")

# What is not there, or cannot be.
expect("ResourceNotFoundException", service.get_connection, ConnectionArn=NOBODY)
expect("ResourceNotFoundException", service.delete_connection, ConnectionArn=NOBODY)
expect("ResourceNotFoundException", service.get_repository_link, RepositoryLinkId=UNKNOWN)
expect("ResourceNotFoundException", service.get_sync_configuration, **SYNC)
pending = create(ConnectionName="errors-pending", ProviderType="GitHub")["ConnectionArn"]
new = {"OwnerId": "errors-owner", "RepositoryName": "errors-repository"}
expect("InvalidInputException", service.create_repository_link, ConnectionArn=pending, **new)

# What is in use, or there already.
host = service.create_host(
    Name="errors-host", ProviderType="GitLabSelfManaged", ProviderEndpoint="https://gitlab.example.com"
)["HostArn"]
create(ConnectionName="errors-hosted", HostArn=host)
expect("ResourceUnavailableException", service.delete_host, HostArn=host)
control("finish-handshake", Arn=host)
expect("UnsupportedOperationException", service.update_host, HostArn=host, ProviderEndpoint="https://git.example.com")
control("finish-handshake", Arn=pending)
link = service.create_repository_link(ConnectionArn=pending, **new)["RepositoryLinkInfo"]["RepositoryLinkId"]
expect("ResourceAlreadyExistsException", service.create_repository_link, ConnectionArn=pending, **new)
sync = {**SYNC, "RepositoryLinkId": link, "Branch": "main", "ConfigFile": "deploy/errors.yaml", "RoleArn": ROLE}
service.create_sync_configuration(**sync)
expect("ResourceAlreadyExistsException", service.create_sync_configuration, **sync)
expect("SyncConfigurationStillExistsException", service.delete_repository_link, RepositoryLinkId=link)
resolve = {**SYNC, "ResolvedReason": "mended"}
expect("SyncBlockerDoesNotExistException", service.update_sync_blocker, **resolve, Id="no-blocker")
blocker = control("raise-blocker", Region="us-east-1", ResourceName="errors-stack", Reason="The role is missing.")["Id"]
control("fail-handshake", Arn=pending)
expect("RetryLatestCommitFailedException", service.update_sync_blocker, **resolve, Id=blocker)

# What only AWS itself knows when to answer.
for operation, error, parameters in [
    ("ListConnections", "ThrottlingException", {}),
    ("CreateConnection", "LimitExceededException", {"ConnectionName": "errors-limit", "ProviderType": "GitHub"}),
    ("UpdateHost", "ConflictException", {"HostArn": host, "ProviderEndpoint": "https://git.example.com"}),
    ("DeleteSyncConfiguration", "ConcurrentModificationException", SYNC),
    ("UpdateRepositoryLink", "ConditionalCheckFailedException", {"RepositoryLinkId": link}),
    ("UpdateRepositoryLink", "UpdateOutOfSyncException", {"RepositoryLinkId": link}),
    ("ListRepositorySyncDefinitions", "AccessDeniedException", {"RepositoryLinkId": link, "SyncType": "CFN_STACK_SYNC"}),
    ("ListRepositoryLinks", "InternalServerException", {}),
    ("DeleteRepositoryLink", "UnsupportedProviderTypeException", {"RepositoryLinkId": link}),
]:
    control("throttle", Operation=operation, Error=error)
    method = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in operation).lstrip("_")
    expect(error, getattr(service, method), **parameters)
