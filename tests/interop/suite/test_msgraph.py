"""`msgraph-sdk` over `msgraph-core` and `azure-identity`, with nothing set but the addresses."""

import asyncio
import unittest

import httpx
from azure.identity import ClientSecretCredential
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.application import Application
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.public_client_application import PublicClientApplication
from msgraph.generated.security.alerts_v2.alerts_v2_request_builder import Alerts_v2RequestBuilder
from msgraph_core import GraphClientFactory

from . import tenant


def client(made) -> GraphServiceClient:
    credential = ClientSecretCredential(
        tenant.tenant_id(), made["app_id"], made["secret"], authority=tenant.login(), disable_instance_discovery=True
    )
    provider = AzureIdentityAuthenticationProvider(
        credential, scopes=[tenant.graph() + "/.default"], allowed_hosts=[httpx.URL(tenant.graph()).host]
    )
    http = GraphClientFactory.create_with_default_middleware(host=tenant.graph())
    adapter = GraphRequestAdapter(provider, client=http)
    adapter.base_url = tenant.graph() + "/v1.0"
    return GraphServiceClient(request_adapter=adapter)


class Alerts(unittest.TestCase):
    def test_list_and_read(self):
        graph = client(tenant.register(roles=["SecurityAlert.Read.All"], secret=True))

        async def read():
            query = Alerts_v2RequestBuilder.Alerts_v2RequestBuilderGetQueryParameters(
                top=5, filter="severity eq 'high' or severity eq 'medium'", orderby=["createdDateTime desc"]
            )
            page = await graph.security.alerts_v2.get(request_configuration=RequestConfiguration(query_parameters=query))
            single = await graph.security.alerts_v2.by_alert_id(page.value[0].id).get()
            return page, single

        page, single = asyncio.run(read())
        self.assertEqual(len(page.value), 5)
        self.assertTrue(all(alert.severity.value in ("high", "medium") for alert in page.value))
        self.assertEqual(single.title, page.value[0].title)
        self.assertTrue(single.evidence is None or all(type(it).__name__.endswith("Evidence") for it in single.evidence))

    def test_missing_role_is_told(self):
        graph = client(tenant.register(roles=[], secret=True))

        async def read():
            await graph.security.alerts_v2.get()

        with self.assertRaises(ODataError) as refused:
            asyncio.run(read())
        self.assertEqual(refused.exception.response_status_code, 403)


class Registration(unittest.TestCase):
    def test_create_find_change_and_delete_an_application(self):
        graph = client(tenant.register(roles=["Application.ReadWrite.All"], secret=True))

        async def life():
            wanted = Application(
                display_name="Made by msgraph",
                sign_in_audience="AzureADMyOrg",
                public_client=PublicClientApplication(redirect_uris=["http://localhost"]),
            )
            made = await graph.applications.post(wanted)
            await graph.applications.by_application_id(made.id).patch(Application(notes="changed"))
            found = await graph.applications_with_app_id(made.app_id).get()
            listed = await graph.applications.get()
            await graph.applications.by_application_id(made.id).delete()
            return made, found, listed

        made, found, listed = asyncio.run(life())
        self.assertEqual((found.id, found.notes), (made.id, "changed"))
        self.assertIn(made.id, [application.id for application in listed.value])
        self.assertEqual(found.public_client.redirect_uris, ["http://localhost"])

    def test_nobody_without_permission_creates_one(self):
        graph = client(tenant.register(roles=["SecurityAlert.Read.All"], secret=True))

        async def create():
            await graph.applications.post(Application(display_name="No"))

        with self.assertRaises(APIError) as refused:
            asyncio.run(create())
        self.assertEqual(refused.exception.response_status_code, 403)
