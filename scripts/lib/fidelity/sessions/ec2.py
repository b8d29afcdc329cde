# SPDX-License-Identifier: Apache-2.0
"""EC2: ec2Query, ids made by the server, waiters, filters, several regions."""

UPSTREAM, TRANSITIONS = "moto", {}
IMAGE = "ami-12c6146b"
PUBLIC_KEY = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHe5LKtJeBbxgWUpqXHKg8OD4VaaTra+Sv6u2M9vDuEj test"


def named(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}, {"Key": "team", "Value": "core"}]}]


def test_network(run):
    ec2 = run.client("ec2")
    name = f"tf-acc-vpc-{run.names.digits()}"
    vpc = ec2.create_vpc(CidrBlock="10.31.0.0/16", TagSpecifications=named("vpc", name))["Vpc"]["VpcId"]
    run.wait(ec2, "vpc_available", VpcIds=[vpc])
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    assert ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames")["EnableDnsHostnames"]["Value"]
    subnets = [ec2.create_subnet(
        VpcId=vpc, CidrBlock=f"10.31.{number}.0/24", AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]
        for number in range(3)]
    asked = {"Filters": [{"Name": "vpc-id", "Values": [vpc]}]}
    assert len(ec2.describe_subnets(**asked)["Subnets"]) == 3
    ec2.modify_subnet_attribute(SubnetId=subnets[0], MapPublicIpOnLaunch={"Value": True})
    ec2.describe_subnets(SubnetIds=subnets[:1])
    group = ec2.create_security_group(GroupName=f"web-{run.names.hex(8)}", Description="web", VpcId=vpc)["GroupId"]
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    run.fails("InvalidPermission.Duplicate", ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=[rule])
    ec2.describe_security_groups(GroupIds=[group])
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])
    ec2.describe_security_groups(GroupIds=[group])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    link = ec2.associate_route_table(RouteTableId=table, SubnetId=subnets[0])["AssociationId"]
    ec2.describe_route_tables(RouteTableIds=[table])
    ec2.disassociate_route_table(AssociationId=link)
    ec2.delete_route_table(RouteTableId=table)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)
    for subnet in subnets:
        ec2.delete_subnet(SubnetId=subnet)
    ec2.describe_subnets(**asked)
    ec2.delete_security_group(GroupId=group)
    ec2.delete_vpc(VpcId=vpc)
    run.fails("InvalidVpcID.NotFound", ec2.describe_vpcs, VpcIds=[vpc])


def test_instances(run):
    ec2 = run.client("ec2")
    name = f"worker-{run.names.uuid()}"
    token = run.names.uuid()
    asked = {"ImageId": IMAGE, "InstanceType": "t3.micro", "MinCount": 2, "MaxCount": 2, "ClientToken": token,
             "UserData": f"#!/bin/sh\necho {name}\n", "TagSpecifications": named("instance", name)}
    ids = [item["InstanceId"] for item in ec2.run_instances(**asked)["Instances"]]
    run.wait(ec2, "instance_running", InstanceIds=ids)
    found = ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": [name]}])["Reservations"][0]["Instances"]
    assert len(found) == 2
    run.poll(4, ec2.describe_instance_status, InstanceIds=ids[:1], IncludeAllInstances=True)
    ec2.create_tags(Resources=ids[:1], Tags=[{"Key": "stage", "Value": "test"}])
    ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": ids[:1]}])
    ec2.stop_instances(InstanceIds=ids[:1])
    run.wait(ec2, "instance_stopped", InstanceIds=ids[:1])
    ec2.modify_instance_attribute(InstanceId=ids[0], InstanceType={"Value": "t3.small"})
    assert ec2.describe_instances(InstanceIds=ids[:1])["Reservations"][0]["Instances"][0]["InstanceType"] == "t3.small"
    ec2.start_instances(InstanceIds=ids[:1])
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp3")["VolumeId"]
    ec2.attach_volume(InstanceId=ids[0], VolumeId=volume, Device="/dev/sdf")
    ec2.describe_volumes(VolumeIds=[volume])
    ec2.detach_volume(VolumeId=volume, InstanceId=ids[0])
    run.wait(ec2, "volume_available", VolumeIds=[volume])
    snapshot = ec2.create_snapshot(VolumeId=volume, Description=f"of {name}")["SnapshotId"]
    run.wait(ec2, "snapshot_completed", SnapshotIds=[snapshot])
    ec2.delete_snapshot(SnapshotId=snapshot)
    ec2.delete_volume(VolumeId=volume)
    ec2.terminate_instances(InstanceIds=ids)
    run.wait(ec2, "instance_terminated", InstanceIds=ids)


def test_regions_and_pages(run):
    for region in ("eu-west-1", "ap-southeast-2"):
        ec2 = run.client("ec2", region=region)
        key = f"key-{run.names.hex(6)}"
        ec2.import_key_pair(KeyName=key, PublicKeyMaterial=PUBLIC_KEY)
        run.fails("InvalidKeyPair.Duplicate", ec2.import_key_pair, KeyName=key, PublicKeyMaterial=PUBLIC_KEY)
        ec2.describe_key_pairs(KeyNames=[key])
        vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        for number in range(6):
            ec2.create_security_group(GroupName=f"page-{number}-{run.names.word(6)}", Description="p", VpcId=vpc)
        pages = ec2.get_paginator("describe_security_groups").paginate(
            Filters=[{"Name": "vpc-id", "Values": [vpc]}], PaginationConfig={"PageSize": 5})
        assert sum(len(page["SecurityGroups"]) for page in pages) == 7
        ec2.delete_key_pair(KeyName=key)
        run.fails("InvalidKeyPair.NotFound", ec2.describe_key_pairs, KeyNames=[key])


def test_addresses_and_templates(run):
    ec2 = run.client("ec2")
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.describe_addresses(AllocationIds=[address])
    ec2.release_address(AllocationId=address)
    run.fails("InvalidAllocationID.NotFound", ec2.describe_addresses, AllocationIds=[address])
    name = f"template-{run.names.epoch()}"
    template = ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData={
        "ImageId": IMAGE, "InstanceType": "t3.micro"})["LaunchTemplate"]["LaunchTemplateId"]
    ec2.create_launch_template_version(LaunchTemplateId=template, SourceVersion="1", LaunchTemplateData={
        "InstanceType": "t3.large"})
    assert len(ec2.describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"]) == 2
    ec2.delete_launch_template(LaunchTemplateName=name)
    ec2.describe_launch_templates(Filters=[{"Name": "launch-template-name", "Values": [name]}])


def test_threads(run):
    def worker():
        ec2 = run.client("ec2")
        name = f"parallel-{run.names.hex(8)}"
        vpc = ec2.create_vpc(CidrBlock="10.77.0.0/16", TagSpecifications=named("vpc", name))["Vpc"]["VpcId"]
        group = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        ec2.describe_security_groups(GroupIds=[group])
        ec2.delete_security_group(GroupId=group)
        ec2.describe_vpcs(VpcIds=[vpc])
        ec2.delete_vpc(VpcId=vpc)

    run.threads(worker, worker, worker)
