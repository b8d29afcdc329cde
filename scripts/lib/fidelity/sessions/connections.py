# SPDX-License-Identifier: Apache-2.0
"""CodeConnections and CodeStar Connections against the embedded service: handshakes that end while they are polled."""

UPSTREAM, TRANSITIONS = "simulator", {}


def life(run, client):
    name = f"tf-acc-{run.names.digits(12)}"
    arn = client.create_connection(ConnectionName=name, ProviderType="GitHub",
                                   Tags=[{"Key": "team", "Value": "core"}])["ConnectionArn"]
    run.poll(5, client.get_connection, ConnectionArn=arn)
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "run", "Value": name}])
    client.list_tags_for_resource(ResourceArn=arn)
    client.untag_resource(ResourceArn=arn, TagKeys=["team"])
    client.list_tags_for_resource(ResourceArn=arn)
    nobody = arn[:-36] + "00000000-1111-4222-8333-444444444444"
    run.fails("ResourceNotFound", client.get_connection, ConnectionArn=nobody)
    client.delete_connection(ConnectionArn=arn)
    run.fails("ResourceNotFound", client.get_connection, ConnectionArn=arn)


def test_connection(run):
    life(run, run.client("codeconnections"))


def test_connection_by_the_old_name(run):
    life(run, run.client("codestar-connections"))


def test_pages(run):
    client = run.client("codeconnections")
    for number in range(5):
        client.create_connection(ConnectionName=f"page-{number}-{run.names.hex(6)}", ProviderType="Bitbucket")
    found = all_of(client)
    assert len(found) == 5
    for item in found:
        client.delete_connection(ConnectionArn=item["ConnectionArn"])
    assert not client.list_connections(ProviderTypeFilter="Bitbucket")["Connections"]


def all_of(client):
    """By hand: botocore has no paginator for it."""
    found, token = [], {}
    while True:
        page = client.list_connections(ProviderTypeFilter="Bitbucket", MaxResults=2, **token)
        found += page["Connections"]
        if not page.get("NextToken"):
            return found
        token = {"NextToken": page["NextToken"]}


def test_hosts(run):
    client = run.client("codeconnections")
    name = f"host-{run.names.word()}"
    host = client.create_host(Name=name, ProviderType="GitHubEnterpriseServer",
                              ProviderEndpoint=f"https://{name}.example.com")["HostArn"]
    run.poll(4, client.get_host, HostArn=host)
    arn = client.create_connection(ConnectionName=f"on-{name}", HostArn=host)["ConnectionArn"]
    client.list_connections(HostArnFilter=host)
    run.fails("ResourceUnavailable", client.delete_host, HostArn=host)
    client.delete_connection(ConnectionArn=arn)
    client.delete_host(HostArn=host)
    client.list_hosts()


def test_threads(run):
    def worker():
        life(run, run.client("codeconnections"))

    run.threads(worker, worker, worker)
