using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Carries a session over a stream, both ways in one thread, whose stack is heap: what has come goes into the inbox, what waits goes
    /// out. Where the inbox is full the stream waits, and what goes out does not.
    /// </summary>
    public sealed class MqttExchange
    {
        private const int ArrivedBytes = 64;
        private const int LeavingBytes = 192;

        private readonly MqttSession _session;
        private readonly byte[] _arrived = new byte[ArrivedBytes];
        private readonly byte[] _leaving = new byte[LeavingBytes];
        private int _count;
        private int _taken;

        public MqttExchange(MqttSession session)
        {
            _session = session;
        }

        /// <summary>Whether the last turn moved a byte. Otherwise its thread may sleep for a moment.</summary>
        public bool HasMoved { get; private set; }

        /// <summary>A stream begins: what is left of the last one is forgotten.</summary>
        public void Begin()
        {
            _count = 0;
            _taken = 0;
        }

        /// <summary>One turn; waits only where the stream takes nothing.</summary>
        /// <returns>False where session or stream has ended: the stream is to be closed.</returns>
        public bool Turn(IByteStream stream)
        {
            HasMoved = false;
            int leaving = _session.TakeOutgoing(_leaving);
            while (leaving > 0)
            {
                HasMoved = true;
                stream.Write(_leaving, 0, leaving);
                leaving = _session.TakeOutgoing(_leaving);
            }

            if (_taken == _count)
            {
                if (!stream.HasArrived)
                {
                    return true;
                }

                _taken = 0;
                _count = stream.Read(_arrived, 0, ArrivedBytes);
                if (_count <= 0)
                {
                    _count = 0;
                    return false;
                }
            }

            int part = _session.Feed(_arrived, _taken, _count - _taken);
            HasMoved = HasMoved || part > 0;
            _taken += part > 0 ? part : 0;
            return part >= 0;
        }
    }
}
