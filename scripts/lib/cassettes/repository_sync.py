# SPDX-License-Identifier: Apache-2.0
"""A repository whose stack is synced: the first sync, one after a push, and one that a blocker keeps back. Recorded with
`--handshake auto`.
"""

from client import connect, control, poll, tags

SYNC = {"SyncType": "CFN_STACK_SYNC", "ResourceName": "sync-stack"}
ROLE = "arn:aws:iam::123456789012:role/git-sync"
HERE = {"Region": "us-east-1", "ResourceName": "sync-stack"}

service = connect()


def status():
    return service.get_resource_sync_status(**SYNC)["LatestSync"]["Status"]


connection = service.create_connection(ConnectionName="sync", ProviderType="GitHub")["ConnectionArn"]
link = service.create_repository_link(
    ConnectionArn=connection, OwnerId="sync-owner", RepositoryName="sync-repository", Tags=tags(team="platform")
)["RepositoryLinkInfo"]["RepositoryLinkId"]
service.create_sync_configuration(
    **SYNC, RepositoryLinkId=link, Branch="main", ConfigFile="deploy/stack.yaml", RoleArn=ROLE,
    PublishDeploymentStatus="ENABLED", TriggerResourceUpdateOn="FILE_CHANGE",
)  # fmt: skip
poll(status, until="SUCCEEDED", times=3)
branch = {"RepositoryLinkId": link, "SyncType": "CFN_STACK_SYNC", "Branch": "main"}
poll(lambda: service.get_repository_sync_status(**branch)["LatestSync"]["Status"], until="SUCCEEDED", times=3)

control("push", Region="us-east-1", RepositoryLinkId=link, Branch="main")
poll(status, until="SUCCEEDED", times=3)

blocker = control("raise-blocker", **HERE, Reason="The stack has drifted.", Contexts=tags(stack="sync-stack"))["Id"]
assert status() == "FAILED"
service.get_sync_blocker_summary(**SYNC)
service.update_sync_blocker(**SYNC, Id=blocker, ResolvedReason="The drift was taken back.")
service.get_sync_blocker_summary(**SYNC)
poll(status, until="SUCCEEDED", times=3)
service.list_repository_sync_definitions(RepositoryLinkId=link, SyncType="CFN_STACK_SYNC")
