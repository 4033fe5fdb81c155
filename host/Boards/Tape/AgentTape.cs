using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Everything that an agent got from its hardware, call by call, and a checksum of everything it did: enough to run another build of the
/// same agent through the same life and compare. One tape records one boot.
/// </summary>
public sealed class AgentTape
{
    private uint done = 2166136261;

    /// <summary>Clock readings, microseconds.</summary>
    public List<long> Times { get; } = [];

    /// <summary>Sensed states; null where none could be had.</summary>
    public List<double[]?> States { get; } = [];

    /// <summary>Receipts; null where nothing was there.</summary>
    public List<string?> Topics { get; } = [];

    public List<byte[]?> Messages { get; } = [];

    public List<bool> Connected { get; } = [];

    public List<bool> Actuated { get; } = [];

    /// <summary>Checksum of all that was published and actuated until the tape was closed.</summary>
    public uint Checksum { get; private set; }

    public int StateCount { get; private set; }

    public int InputCount { get; private set; }

    /// <summary>Ends the record: what comes after is not the agent's doing.</summary>
    public void Close() => Checksum = done;

    /// <summary>Puts the tape between an agent and its hardware. The solver's stopwatch is taken away: its readings are nobody's
    /// input.</summary>
    public void Attach(RoverHardware hardware)
    {
        StateCount = hardware.Body.StateCount;
        InputCount = hardware.Body.InputCount;
        hardware.Clock = new TapedClock(hardware.Clock, this);
        hardware.Link = new TapedLink(hardware.Link, this);
        hardware.Body = new TapedBody(hardware.Body, this);
        hardware.Stopwatch = null;
    }

    // As AgentReplay does.
    private void Fold(uint value) => done = unchecked((done ^ value) * 16777619u);

    private sealed class TapedClock(IClock clock, AgentTape tape) : IClock
    {
        public long NowUs
        {
            get
            {
                tape.Times.Add(clock.NowUs);
                return tape.Times[^1];
            }
        }
    }

    private sealed class TapedLink(ILink link, AgentTape tape) : ILink
    {
        public bool IsConnected
        {
            get
            {
                tape.Connected.Add(link.IsConnected);
                return tape.Connected[^1];
            }
        }

        public int Dropped => 0;

        public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength) =>
            link.TryConnect(clientId, willTopic, willPayload, willLength);

        public bool TrySubscribe(string topic, bool atLeastOnce) => link.TrySubscribe(topic, atLeastOnce);

        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
        {
            tape.Fold((uint)length);
            for (var i = 0; i < length; i++)
                tape.Fold(buffer[i]);
            return link.TryPublish(topic, buffer, length, retain, atLeastOnce);
        }

        public bool TryReceive(LinkMessage message)
        {
            var received = link.TryReceive(message);
            tape.Topics.Add(received ? message.Topic : null);
            tape.Messages.Add(received ? message.Payload[..message.Length] : null);
            return received;
        }
    }

    private sealed class TapedBody(IBody body, AgentTape tape) : IBody
    {
        public int StateCount => body.StateCount;

        public int InputCount => body.InputCount;

        public bool TrySense(double[] state)
        {
            var sensed = body.TrySense(state);
            tape.States.Add(sensed ? state[..StateCount] : null);
            return sensed;
        }

        public bool TryActuate(double[] input)
        {
            for (var i = 0; i < InputCount; i++)
            {
                var bits = BitConverter.DoubleToInt64Bits(input[i]);
                tape.Fold((uint)bits);
                tape.Fold((uint)(bits >> 32));
            }

            tape.Actuated.Add(body.TryActuate(input));
            return tape.Actuated[^1];
        }

        public void Stop()
        {
            tape.Fold(0);
            body.Stop();
        }
    }
}
