using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MosquittoLinkSecurityTests : SecuredLinkContract
{
    protected override IMessageLink CreateClient()
    {
        Lanes.RequireLibMosquitto();
        return new MosquittoLink();
    }
}
