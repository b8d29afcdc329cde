#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Calls every operation on connections, hosts and tags with the AWS CLI, and prints what it prints.
# Usage: aws_connections.sh SERVICE

service=$1

call() {
  aws "$service" "$@" 2>&1
  echo "$1: exit $?"
}

# The value of a call's only output.
made() { aws "$service" "$@" --output text; }

arn=$(made create-connection --connection-name one --provider-type GitHub --tags Key=team,Value=one \
  --query ConnectionArn)
# As JSON: the value of an option that is a URL, the CLI would fetch.
host=$(made create-host --name ghes --provider-type GitHubEnterpriseServer --query HostArn \
  --cli-input-json '{"ProviderEndpoint": "https://ghes.example"}')
echo "$arn $host"
call create-connection --connection-name hosted --host-arn "$host"
call get-connection --connection-arn "$arn"
call get-host --host-arn "$host"
token=$(made list-connections --max-results 1 --query NextToken)
call list-connections --max-results 1 --next-token "$token"
call list-hosts
call update-host --host-arn "$host" --cli-input-json '{"ProviderEndpoint": "https://moved.example"}'
call tag-resource --resource-arn "$arn" --tags Key=team,Value=two Key=empty,Value=
call untag-resource --resource-arn "$arn" --tag-keys team
call list-tags-for-resource --resource-arn "$arn"
call delete-host --host-arn "$host"
call delete-connection --connection-arn "$arn"
call get-connection --connection-arn "$arn"
