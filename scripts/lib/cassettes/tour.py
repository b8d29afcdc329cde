# SPDX-License-Identifier: Apache-2.0
"""Every operation once at least, in the order in which people need them."""

from client import connect, control, tags

SYNC = {"SyncType": "CFN_STACK_SYNC", "ResourceName": "tour-stack"}

service = connect()

connection = service.create_connection(ConnectionName="tour", ProviderType="GitHub", Tags=tags(team="core"))["ConnectionArn"]
host = service.create_host(
    Name="tour-host", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://ghes.example.com"
)["HostArn"]
service.get_host(HostArn=host)
service.update_host(HostArn=host, ProviderEndpoint="https://moved.example.com")
service.list_hosts()
control("finish-handshake", Arn=host)
service.create_connection(ConnectionName="tour-hosted", HostArn=host)
hosted = service.list_connections(HostArnFilter=host)["Connections"][0]["ConnectionArn"]
service.get_connection(ConnectionArn=connection)
service.list_connections(ProviderTypeFilter="GitHub")
service.tag_resource(ResourceArn=connection, Tags=tags(stage="test"))
service.untag_resource(ResourceArn=connection, TagKeys=["team"])
assert service.list_tags_for_resource(ResourceArn=connection)["Tags"] == tags(stage="test")

control("finish-handshake", Arn=connection)
link = service.create_repository_link(ConnectionArn=connection, OwnerId="tour-owner", RepositoryName="tour-repository")
link = link["RepositoryLinkInfo"]["RepositoryLinkId"]
service.get_repository_link(RepositoryLinkId=link)
service.list_repository_links()
second = service.create_connection(ConnectionName="tour-second", ProviderType="GitHub")["ConnectionArn"]
control("finish-handshake", Arn=second)
service.update_repository_link(RepositoryLinkId=link, ConnectionArn=second)

service.create_sync_configuration(
    **SYNC, RepositoryLinkId=link, Branch="main", ConfigFile="deploy/tour.yaml",
    RoleArn="arn:aws:iam::123456789012:role/tour-sync",
)  # fmt: skip
of_link = {"RepositoryLinkId": link, "SyncType": "CFN_STACK_SYNC"}
service.get_sync_configuration(**SYNC)
service.list_sync_configurations(**of_link)
service.list_repository_sync_definitions(**of_link)
service.get_repository_sync_status(Branch="main", **of_link)
service.get_resource_sync_status(**SYNC)
service.update_sync_configuration(**SYNC, Branch="release")
blocker = control("raise-blocker", Region="us-east-1", ResourceName="tour-stack", Reason="The template is not valid.")
service.get_sync_blocker_summary(**SYNC)
service.update_sync_blocker(**SYNC, Id=blocker["Id"], ResolvedReason="The template was mended.")

service.delete_sync_configuration(**SYNC)
service.delete_repository_link(RepositoryLinkId=link)
for arn in (hosted, second, connection):
    service.delete_connection(ConnectionArn=arn)
service.delete_host(HostArn=host)
