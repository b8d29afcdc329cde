# SPDX-License-Identifier: Apache-2.0
"""A host in a VPC: its network set up, its handshake finished, a connection on it, and its end. Recorded with
`--handshake after=3`.
"""

from client import connect, expect, poll

VPC = {
    "VpcId": "vpc-0a1b2c3d4e5f60718",
    "SubnetIds": ["subnet-0a1b2c3d4e5f60718", "subnet-18f7e6d5c4b3a2091"],
    "SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"],
}

service = connect()


def status():
    return service.get_host(HostArn=host)["Status"]


host = service.create_host(
    Name="vpc-host", ProviderType="GitHubEnterpriseServer", ProviderEndpoint="https://ghes.example.com", VpcConfiguration=VPC
)["HostArn"]
expect("ResourceUnavailableException", service.delete_host, HostArn=host)
poll(status, until="AVAILABLE", times=3)
connection = service.create_connection(ConnectionName="vpc-hosted", HostArn=host)["ConnectionArn"]
assert service.list_hosts()["Hosts"][0]["VpcConfiguration"]["SubnetIds"] == VPC["SubnetIds"]
expect("ResourceUnavailableException", service.delete_host, HostArn=host)
service.delete_connection(ConnectionArn=connection)
service.delete_host(HostArn=host)
assert status() == "VPC_CONFIG_DELETING"
expect("ResourceNotFoundException", service.get_host, HostArn=host)
