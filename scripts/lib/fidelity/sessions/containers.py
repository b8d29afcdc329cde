# SPDX-License-Identifier: Apache-2.0
"""ECS and ECR (awsJson 1.1), EKS (restJson1): tasks and clusters that come to their state while they are polled."""

import hashlib
import json

UPSTREAM, TRANSITIONS = "moto", {"ecs::task": 3}


def test_services(run):
    ecs = run.client("ecs")
    cluster = f"tf-acc-cluster-{run.names.digits()}"
    ecs.create_cluster(clusterName=cluster, tags=[{"key": "team", "value": "core"}])
    assert ecs.describe_clusters(clusters=[cluster])["clusters"][0]["status"] == "ACTIVE"
    family = f"web-{run.names.hex(8)}"
    container = {"name": "web", "image": "nginx:1.27", "cpu": 128, "memory": 256, "essential": True,
                 "environment": [{"name": "RUN", "value": family}]}
    tasks = [ecs.register_task_definition(
        family=family, containerDefinitions=[{**container, "memory": 256 * (turn + 1)}])["taskDefinition"]
        for turn in range(2)]
    assert tasks[1]["revision"] == 2
    ecs.describe_task_definition(taskDefinition=f"{family}:1")
    service = f"service-{run.names.word()}"
    ecs.create_service(cluster=cluster, serviceName=service, taskDefinition=f"{family}:1", desiredCount=2)
    run.poll(3, ecs.describe_services, cluster=cluster, services=[service])
    ecs.update_service(cluster=cluster, service=service, desiredCount=0, taskDefinition=f"{family}:2")
    assert ecs.describe_services(cluster=cluster, services=[service])["services"][0]["desiredCount"] == 0
    ecs.list_services(cluster=cluster)
    ecs.delete_service(cluster=cluster, service=service)
    ecs.deregister_task_definition(taskDefinition=f"{family}:1")
    ecs.list_task_definitions(familyPrefix=family)
    ecs.delete_cluster(cluster=cluster)
    run.fails("ClusterNotFound", ecs.list_services, cluster=f"none-{cluster}")


def test_tasks_come_to_life(run):
    ecs, ec2 = run.client("ecs"), run.client("ec2")
    cluster = f"tasks-{run.names.uuid()}"
    ecs.create_cluster(clusterName=cluster)
    ecs.register_task_definition(
        family=f"job-{cluster}", requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512",
        containerDefinitions=[{"name": "job", "image": "busybox", "memory": 128, "essential": True}])
    subnet = ec2.describe_subnets()["Subnets"][0]
    group = ec2.create_security_group(GroupName=cluster, Description="tasks", VpcId=subnet["VpcId"])["GroupId"]
    task = ecs.run_task(
        cluster=cluster, launchType="FARGATE", taskDefinition=f"job-{cluster}",
        networkConfiguration={"awsvpcConfiguration": {
            "subnets": [subnet["SubnetId"]], "securityGroups": [group]}})["tasks"][0]["taskArn"]
    # moto moves the task on each time that it is asked for.
    run.poll(6, ecs.describe_tasks, cluster=cluster, tasks=[task])
    ecs.stop_task(cluster=cluster, task=task, reason="the test is over")
    ecs.describe_tasks(cluster=cluster, tasks=[task])
    ecs.delete_cluster(cluster=cluster)


def test_repositories(run):
    ecr = run.client("ecr")
    name = f"team/app-{run.names.hex(8)}"
    ecr.create_repository(repositoryName=name, imageScanningConfiguration={"scanOnPush": True},
                          imageTagMutability="MUTABLE", tags=[{"Key": "team", "Value": "core"}])
    run.fails("RepositoryAlreadyExists", ecr.create_repository, repositoryName=name)
    ecr.put_image_tag_mutability(repositoryName=name, imageTagMutability="IMMUTABLE")
    ecr.describe_repositories(repositoryNames=[name])
    policy = {"rules": [{"rulePriority": 1, "description": "few", "action": {"type": "expire"}, "selection": {
        "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 5}}]}
    ecr.put_lifecycle_policy(repositoryName=name, lifecyclePolicyText=json.dumps(policy))
    ecr.get_lifecycle_policy(repositoryName=name)
    for tag in ("one", "two"):
        digest = hashlib.sha256(tag.encode()).hexdigest()
        config = {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 7,
                  "digest": f"sha256:{digest}"}
        manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                    "config": config, "layers": []}
        ecr.put_image(repositoryName=name, imageTag=tag, imageManifest=json.dumps(manifest))
    ecr.describe_images(repositoryName=name, imageIds=[{"imageTag": "two"}])
    ecr.batch_delete_image(repositoryName=name, imageIds=[{"imageTag": "one"}])
    run.fails("RepositoryNotEmpty", ecr.delete_repository, repositoryName=name)
    ecr.delete_repository(repositoryName=name, force=True)
    run.fails("RepositoryNotFound", ecr.describe_repositories, repositoryNames=[name])


def test_eks(run):
    eks = run.client("eks")
    name = f"cluster-{run.names.hex(6)}"
    role = f"arn:aws:iam::123456789012:role/eks-{name}"
    run.fails("ResourceNotFound", eks.describe_cluster, name=name)
    eks.create_cluster(name=name, roleArn=role, version="1.31", tags={"team": "core"},
                       resourcesVpcConfig={"subnetIds": ["subnet-1", "subnet-2"]})
    run.wait(eks, "cluster_active", name=name)
    run.fails("ResourceInUse", eks.create_cluster, name=name, roleArn=role,
              resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    groups = [f"nodes-{number}-{run.names.word(6)}" for number in range(3)]
    for group in groups:
        eks.create_nodegroup(clusterName=name, nodegroupName=group, nodeRole=role, subnets=["subnet-1"],
                             scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 2})
    found = [item for page in eks.get_paginator("list_nodegroups").paginate(
        clusterName=name, PaginationConfig={"PageSize": 2}) for item in page["nodegroups"]]
    assert found == groups
    run.poll(2, eks.describe_nodegroup, clusterName=name, nodegroupName=groups[0])
    eks.create_fargate_profile(clusterName=name, fargateProfileName=f"fargate-{run.names.epoch()}",
                               podExecutionRoleArn=role, selectors=[{"namespace": "default"}])
    eks.list_fargate_profiles(clusterName=name)
    for group in groups:
        eks.delete_nodegroup(clusterName=name, nodegroupName=group)
    run.fails("ResourceNotFound", eks.describe_nodegroup, clusterName=name, nodegroupName=groups[0])
