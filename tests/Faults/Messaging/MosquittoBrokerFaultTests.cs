using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Faults.Messaging;

public sealed class MosquittoBrokerFaultTests : BrokerFaultTests
{
    protected override IMessageLink CreateClient()
    {
        Assert.SkipUnless(MosquittoLibrary.TryLoad(out _, out string? howToInstall), $"libmosquitto is not installed; type: {howToInstall}");
        return new MosquittoLink();
    }
}
