# SPDX-License-Identifier: Apache-2.0
"""Route 53 and CloudFront: restXml, caller references, distributions that are deployed while they are polled."""

UPSTREAM, TRANSITIONS = "moto", {"cloudfront::distribution": 3}


def record(action, name, value, ttl=300):
    return {"Action": action, "ResourceRecordSet": {
        "Name": name, "Type": "A", "TTL": ttl, "ResourceRecords": [{"Value": value}]}}


def test_zone_life(run):
    dns = run.client("route53")
    domain = f"{run.names.word(10)}.example.com."
    zone = dns.create_hosted_zone(Name=domain, CallerReference=run.names.uuid(), HostedZoneConfig={
        "Comment": "of a test", "PrivateZone": False})["HostedZone"]["Id"]
    dns.get_hosted_zone(Id=zone)
    for number in range(4):
        change = dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Comment": "add", "Changes": [
            record("CREATE", f"h{number}.{domain}", f"10.0.0.{number + 1}")]})["ChangeInfo"]["Id"]
    run.wait(dns, "resource_record_sets_changed", Id=change)
    pages = dns.get_paginator("list_resource_record_sets").paginate(
        HostedZoneId=zone, PaginationConfig={"PageSize": 3})
    assert sum(len(page["ResourceRecordSets"]) for page in pages) >= 4
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
        record("UPSERT", f"h1.{domain}", "10.9.9.9", 60)]})
    dns.list_resource_record_sets(HostedZoneId=zone, StartRecordName=f"h1.{domain}", StartRecordType="A", MaxItems="1")
    run.fails("Invalid", dns.change_resource_record_sets, HostedZoneId=zone, ChangeBatch={"Changes": [
        record("DELETE", f"gone.{domain}", "10.1.1.1")]})
    dns.change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1],
                                 AddTags=[{"Key": "team", "Value": "core"}])
    dns.list_tags_for_resource(ResourceType="hostedzone", ResourceId=zone.split("/")[-1])
    run.fails("HostedZoneNotEmpty", dns.delete_hosted_zone, Id=zone)
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
        record("DELETE", f"h{number}.{domain}", f"10.0.0.{number + 1}") for number in (0, 2, 3)]
        + [record("DELETE", f"h1.{domain}", "10.9.9.9", 60)]})
    dns.delete_hosted_zone(Id=zone)
    run.fails("NoSuchHostedZone", dns.get_hosted_zone, Id=zone)


def test_health_checks(run):
    dns = run.client("route53")
    check = dns.create_health_check(CallerReference=f"check-{run.names.epoch()}", HealthCheckConfig={
        "Type": "HTTPS", "FullyQualifiedDomainName": f"www-{run.names.hex(6)}.example.com", "Port": 443,
        "ResourcePath": "/", "RequestInterval": 30, "FailureThreshold": 3})["HealthCheck"]["Id"]
    dns.get_health_check(HealthCheckId=check)
    dns.update_health_check(HealthCheckId=check, FailureThreshold=5)
    assert dns.get_health_check(HealthCheckId=check)["HealthCheck"]["HealthCheckConfig"]["FailureThreshold"] == 5
    dns.delete_health_check(HealthCheckId=check)
    run.fails("NoSuchHealthCheck", dns.get_health_check, HealthCheckId=check)


def distribution(reference, origin, enabled=True):
    return {"CallerReference": reference, "Comment": f"of {origin}", "Enabled": enabled,
            "Origins": {"Quantity": 1, "Items": [{
                "Id": "o", "DomainName": f"{origin}.s3.amazonaws.com",
                "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
            "DefaultCacheBehavior": {
                "TargetOriginId": "o", "ViewerProtocolPolicy": "redirect-to-https", "MinTTL": 10,
                "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}}


def test_distributions(run):
    cdn = run.client("cloudfront")
    origin = f"origin-{run.names.hex(8)}"
    config = distribution(run.names.uuid(), origin)
    made = cdn.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    run.poll(6, cdn.get_distribution, Id=made)
    etag = cdn.get_distribution_config(Id=made)["ETag"]
    cdn.update_distribution(Id=made, IfMatch=etag, DistributionConfig={**config, "Enabled": False, "Comment": "closed"})
    assert not cdn.get_distribution_config(Id=made)["DistributionConfig"]["Enabled"]
    cdn.create_invalidation(DistributionId=made, InvalidationBatch={
        "CallerReference": run.names.millis(), "Paths": {"Quantity": 1, "Items": [f"/{origin}/*"]}})
    cdn.list_invalidations(DistributionId=made)
    arn = f"arn:aws:cloudfront:123456789012:distribution/{made}"
    cdn.tag_resource(Resource=arn, Tags={"Items": [{"Key": "team", "Value": origin}]})
    cdn.list_tags_for_resource(Resource=arn)
    cdn.delete_distribution(Id=made, IfMatch=cdn.get_distribution(Id=made)["ETag"])
    run.fails("NoSuchDistribution", cdn.get_distribution, Id=made)


def test_threads(run):
    def worker():
        dns = run.client("route53")
        domain = f"{run.names.hex(8)}.example.org."
        zone = dns.create_hosted_zone(Name=domain, CallerReference=run.names.uuid())["HostedZone"]["Id"]
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
            record("CREATE", f"www.{domain}", "10.0.0.1")]})
        dns.list_resource_record_sets(HostedZoneId=zone)
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
            record("DELETE", f"www.{domain}", "10.0.0.1")]})
        dns.delete_hosted_zone(Id=zone)

    run.threads(worker, worker, worker)
