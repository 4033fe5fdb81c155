using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MosquittoLinkContractTests(MosquittoFixture mosquitto) : NetworkLinkContract(mosquitto), IClassFixture<MosquittoFixture>
{
    protected override IMessageLink CreateClient()
    {
        Lanes.RequireLibMosquitto();
        return new MosquittoLink();
    }
}
