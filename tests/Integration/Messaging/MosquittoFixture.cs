using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>One real Mosquitto for a test class; where it is not installed, its tests skip and say what to type.</summary>
public sealed class MosquittoFixture : IDisposable
{
    private readonly MosquittoBroker? _broker;

    public MosquittoFixture()
    {
        if (BrokerProgram.Find("mosquitto") is not null)
            _broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
    }

    public MosquittoBroker Broker
    {
        get
        {
            Lanes.RequireMosquitto();
            return _broker!;
        }
    }

    public void Dispose() => _broker?.Dispose();
}
