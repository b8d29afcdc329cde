# SPDX-License-Identifier: Apache-2.0
"""RDS and load balancers (awsQuery): passwords that redaction takes out, waiters, nested lists in forms."""

UPSTREAM, TRANSITIONS = "moto", {}


def test_instance_life(run):
    rds = run.client("rds")
    name = f"tf-acc-db-{run.names.digits()}"
    run.fails("DBInstanceNotFound", rds.describe_db_instances, DBInstanceIdentifier=name)
    arn = rds.create_db_instance(
        DBInstanceIdentifier=name, Engine="postgres", DBInstanceClass="db.t3.micro", AllocatedStorage=20,
        MasterUsername="root", MasterUserPassword=run.names.hex(16), BackupRetentionPeriod=1,
        Tags=[{"Key": "team", "Value": "core"}])["DBInstance"]["DBInstanceArn"]
    run.wait(rds, "db_instance_available", DBInstanceIdentifier=name)
    rds.modify_db_instance(DBInstanceIdentifier=name, AllocatedStorage=40, ApplyImmediately=True)
    assert rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]["AllocatedStorage"] == 40
    snapshot = f"snap-{run.names.epoch()}"
    rds.create_db_snapshot(DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot)
    run.wait(rds, "db_snapshot_available", DBSnapshotIdentifier=snapshot)
    run.fails("AlreadyExists", rds.create_db_snapshot, DBInstanceIdentifier=name, DBSnapshotIdentifier=snapshot)
    rds.describe_db_snapshots(DBInstanceIdentifier=name)
    rds.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "run", "Value": name}])
    rds.list_tags_for_resource(ResourceName=arn)
    rds.stop_db_instance(DBInstanceIdentifier=name)
    run.poll(3, rds.describe_db_instances, DBInstanceIdentifier=name)
    rds.start_db_instance(DBInstanceIdentifier=name)
    rds.delete_db_snapshot(DBSnapshotIdentifier=snapshot)
    rds.delete_db_instance(DBInstanceIdentifier=name, SkipFinalSnapshot=True)
    run.fails("DBInstanceNotFound", rds.describe_db_instances, DBInstanceIdentifier=name)


def test_groups_and_pages(run):
    rds = run.client("rds")
    names = [f"params-{letter}-{run.names.word()}" for letter in "abc"]
    for name in names:
        rds.create_db_parameter_group(DBParameterGroupName=name, DBParameterGroupFamily="postgres16", Description="p")
    rds.modify_db_parameter_group(DBParameterGroupName=names[0], Parameters=[
        {"ParameterName": "work_mem", "ParameterValue": "4096", "ApplyMethod": "immediate"}])
    rds.describe_db_parameters(DBParameterGroupName=names[0])
    rds.describe_db_parameter_groups(DBParameterGroupName=names[1])
    for name in names:
        rds.delete_db_parameter_group(DBParameterGroupName=name)
    cluster = f"cluster-{run.names.hex(8)}"
    rds.create_db_cluster(DBClusterIdentifier=cluster, Engine="aurora-postgresql", MasterUsername="root",
                          MasterUserPassword=run.names.hex(16))
    rds.describe_db_clusters(DBClusterIdentifier=cluster)
    rds.modify_db_cluster(DBClusterIdentifier=cluster, BackupRetentionPeriod=7)
    rds.describe_db_clusters(DBClusterIdentifier=cluster)
    rds.delete_db_cluster(DBClusterIdentifier=cluster, SkipFinalSnapshot=True)
    run.fails("DBClusterNotFound", rds.describe_db_clusters, DBClusterIdentifier=cluster)


def test_load_balancers(run):
    ec2, elb = run.client("ec2"), run.client("elbv2")
    vpc = ec2.create_vpc(CidrBlock="10.5.0.0/16")["Vpc"]["VpcId"]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.5.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
               ["Subnet"]["SubnetId"] for number, zone in enumerate("ab")]
    name = f"lb-{run.names.hex(8)}"
    balancer = elb.create_load_balancer(Name=name, Subnets=subnets, Scheme="internal", Type="application",
                                        Tags=[{"Key": "team", "Value": "core"}])["LoadBalancers"][0]["LoadBalancerArn"]
    run.wait(elb, "load_balancer_available", LoadBalancerArns=[balancer])
    group = elb.create_target_group(Name=f"tg-{run.names.hex(6)}", Protocol="HTTP", Port=80, VpcId=vpc,
                                    HealthCheckPath="/health")["TargetGroups"][0]["TargetGroupArn"]
    elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[{
        "Key": "deregistration_delay.timeout_seconds", "Value": "30"}])
    elb.describe_target_group_attributes(TargetGroupArn=group)
    listener = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[
        {"Type": "forward", "TargetGroupArn": group}])["Listeners"][0]["ListenerArn"]
    rule = elb.create_rule(ListenerArn=listener, Priority=10, Conditions=[
        {"Field": "path-pattern", "Values": [f"/{name}/*"]}], Actions=[
        {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain",
                                                           "MessageBody": name}}])["Rules"][0]["RuleArn"]
    run.fails("PriorityInUse", elb.create_rule, ListenerArn=listener, Priority=10, Conditions=[
        {"Field": "path-pattern", "Values": ["/other"]}], Actions=[{"Type": "forward", "TargetGroupArn": group}])
    elb.describe_rules(ListenerArn=listener)
    elb.delete_rule(RuleArn=rule)
    elb.delete_listener(ListenerArn=listener)
    elb.delete_load_balancer(LoadBalancerArn=balancer)
    elb.delete_target_group(TargetGroupArn=group)
    run.fails("LoadBalancerNotFound", elb.describe_load_balancers, Names=[name])
