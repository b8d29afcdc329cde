# SPDX-License-Identifier: Apache-2.0
"""Lists in pages, with what is deleted between two of them."""

from client import connect, expect

service = connect("codestar-connections")


def sizes(list_some, member, size):
    """How long each page is, from the first to the last."""
    page = list_some(MaxResults=size)
    lengths = [len(page[member])]
    while "NextToken" in page:
        page = list_some(MaxResults=size, NextToken=page["NextToken"])
        lengths.append(len(page[member]))
    return lengths


arns = [
    service.create_connection(ConnectionName=f"page-{number}", ProviderType="GitLab")["ConnectionArn"]
    for number in ("one", "two", "three", "four", "five")
]
for number in ("one", "two", "three"):
    service.create_host(Name=f"page-{number}", ProviderType="GitLabSelfManaged", ProviderEndpoint="https://git.example.com")

assert sizes(service.list_connections, "Connections", 2) == [2, 2, 1]
assert sizes(service.list_hosts, "Hosts", 1) == [1, 1, 1]

first = service.list_connections(ProviderTypeFilter="GitLab", MaxResults=2)
service.delete_connection(ConnectionArn=arns[1])
rest = service.list_connections(ProviderTypeFilter="GitLab", NextToken=first["NextToken"])
assert [each["ConnectionName"] for each in rest["Connections"]] == ["page-three", "page-four", "page-five"]
# A token is good for the filters that it was made with.
expect("ValidationException", service.list_connections, ProviderTypeFilter="GitHub", NextToken=first["NextToken"])
