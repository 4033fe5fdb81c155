using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class InProcessLinkContractTests : LinkContract
{
    private readonly InProcessBroker _broker = new();

    protected override IMessageLink CreateLink() => new InProcessLink(_broker);

    protected override LinkOptions Options(string clientId) => new() { ClientId = clientId };

    protected override void Sever(IMessageLink link, string clientId) => ((InProcessLink)link).Drop();
}
