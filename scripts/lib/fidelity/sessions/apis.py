# SPDX-License-Identifier: Apache-2.0
"""API Gateway, both versions, and Cognito: restJson1 with ids in paths, patches, awsJson with user pools."""

UPSTREAM, TRANSITIONS = "moto", {}


def test_rest_api(run):
    gateway = run.client("apigateway")
    name = f"api-{run.names.uuid()}"
    api = gateway.create_rest_api(name=name, description="of a test", tags={"team": "core"})["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    orders = gateway.create_resource(restApiId=api, parentId=root, pathPart="orders")["id"]
    one = gateway.create_resource(restApiId=api, parentId=orders, pathPart="{id}")["id"]
    for resource, method in ((orders, "GET"), (orders, "POST"), (one, "GET")):
        gateway.put_method(restApiId=api, resourceId=resource, httpMethod=method, authorizationType="NONE")
        gateway.put_integration(restApiId=api, resourceId=resource, httpMethod=method, type="HTTP",
                                integrationHttpMethod=method, uri=f"https://{run.names.hex(6)}.example.com/")
        gateway.put_method_response(restApiId=api, resourceId=resource, httpMethod=method, statusCode="200")
    gateway.get_integration(restApiId=api, resourceId=orders, httpMethod="POST")
    gateway.get_resources(restApiId=api)
    run.fails("NotFound", gateway.get_method, restApiId=api, resourceId=one, httpMethod="DELETE")
    deployed = gateway.create_deployment(restApiId=api, stageName="test", description=name)["id"]
    gateway.get_stage(restApiId=api, stageName="test")
    gateway.update_stage(restApiId=api, stageName="test", patchOperations=[
        {"op": "replace", "path": "/variables/table", "value": name}])
    assert gateway.get_stage(restApiId=api, stageName="test")["variables"]["table"] == name
    run.poll(3, gateway.get_deployment, restApiId=api, deploymentId=deployed)
    gateway.update_rest_api(restApiId=api, patchOperations=[{"op": "replace", "path": "/description", "value": "new"}])
    assert gateway.get_rest_api(restApiId=api)["description"] == "new"
    gateway.delete_stage(restApiId=api, stageName="test")
    gateway.delete_rest_api(restApiId=api)
    run.fails("NotFound", gateway.get_rest_api, restApiId=api)


def test_keys_and_plans(run):
    gateway = run.client("apigateway")
    keys = [gateway.create_api_key(name=f"key-{number}-{run.names.word()}", enabled=True)["id"] for number in range(3)]
    plan = gateway.create_usage_plan(
        name=f"plan-{run.names.hex(8)}", throttle={"rateLimit": 5.0, "burstLimit": 9})["id"]
    for key in keys:
        gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
    assert len(gateway.get_usage_plan_keys(usagePlanId=plan)["items"]) == 3
    gateway.update_api_key(apiKey=keys[0], patchOperations=[{"op": "replace", "path": "/enabled", "value": "false"}])
    gateway.get_api_key(apiKey=keys[0])
    gateway.delete_usage_plan_key(usagePlanId=plan, keyId=keys[1])
    gateway.get_usage_plan_keys(usagePlanId=plan)
    for key in keys:
        gateway.delete_api_key(apiKey=key)
    gateway.delete_usage_plan(usagePlanId=plan)


def test_http_api(run):
    gateway = run.client("apigatewayv2")
    name = f"http-{run.names.digits(12)}"
    api = gateway.create_api(Name=name, ProtocolType="HTTP", Tags={"team": "core"},
                             CorsConfiguration={"AllowOrigins": ["*"], "MaxAge": 300})["ApiId"]
    target = gateway.create_integration(
        ApiId=api, IntegrationType="HTTP_PROXY", IntegrationMethod="GET", IntegrationUri="https://example.com/",
        PayloadFormatVersion="1.0")["IntegrationId"]
    route = gateway.create_route(ApiId=api, RouteKey="GET /orders", Target=f"integrations/{target}")["RouteId"]
    gateway.get_routes(ApiId=api)
    gateway.update_route(ApiId=api, RouteId=route, RouteKey="GET /items")
    gateway.get_route(ApiId=api, RouteId=route)
    gateway.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    gateway.get_stage(ApiId=api, StageName="$default")
    gateway.update_api(ApiId=api, Name=f"{name}-new")
    gateway.get_api(ApiId=api)
    gateway.delete_route(ApiId=api, RouteId=route)
    gateway.delete_api(ApiId=api)
    run.fails("NotFound", gateway.get_api, ApiId=api)


def test_user_pools(run):
    cognito = run.client("cognito-idp")
    pool = cognito.create_user_pool(
        PoolName=f"pool-{run.names.hex(8)}", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
    app = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName=f"app-{run.names.word()}")["UserPoolClient"]["ClientId"]
    users = [f"user-{number}-{run.names.hex(6)}" for number in range(3)]
    for user in users:
        cognito.admin_create_user(UserPoolId=pool, Username=user, MessageAction="SUPPRESS", UserAttributes=[
            {"Name": "email", "Value": f"{user}@example.com"}])
    run.fails("UsernameExists", cognito.admin_create_user, UserPoolId=pool, Username=users[0])
    found = [item for page in cognito.get_paginator("list_users").paginate(
        UserPoolId=pool, PaginationConfig={"PageSize": 2}) for item in page["Users"]]
    assert len(found) == 3
    cognito.admin_disable_user(UserPoolId=pool, Username=users[1])
    assert not cognito.admin_get_user(UserPoolId=pool, Username=users[1])["Enabled"]
    cognito.create_group(UserPoolId=pool, GroupName="staff")
    cognito.admin_add_user_to_group(UserPoolId=pool, GroupName="staff", Username=users[0])
    cognito.list_users_in_group(UserPoolId=pool, GroupName="staff")
    cognito.admin_delete_user(UserPoolId=pool, Username=users[0])
    run.fails("UserNotFound", cognito.admin_get_user, UserPoolId=pool, Username=users[0])
    cognito.delete_user_pool_client(UserPoolId=pool, ClientId=app)
    cognito.delete_user_pool(UserPoolId=pool)
