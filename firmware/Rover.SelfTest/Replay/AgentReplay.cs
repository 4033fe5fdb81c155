using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Replay
{
    /// <summary>
    /// Runs an agent on what a recorded one got from its hardware: every clock reading, sensed state and received message, in order. Given
    /// the same, it must do the same; what it does is folded into a checksum. Built with the board's sources, so that their instructions
    /// can be counted and their bits compared.
    /// </summary>
    public sealed class AgentReplay : IClock, ILink, IBody, IBlockStore
    {
        private const int Blocks = 32;
        private const int Bytes = 4096;

        private readonly long[] _times;
        private readonly double[][] _states;
        private readonly byte[][] _messages;
        private readonly string[] _topics;
        private readonly bool[] _connected;
        private readonly bool[] _actuated;
        private readonly byte[][] _blocks = new byte[Blocks][];
        private readonly int[] _at = new int[5];
        private uint _done = 2166136261u;
        private readonly int _stateCount;
        private readonly int _inputCount;

        /// <param name="fleet">Fleet name.</param>
        /// <param name="name">Rover name.</param>
        /// <param name="sizes">Period in microseconds, seed, state and input count of the body, parameter bytes, state, input and coupling
        /// capacity, message bytes, sensitivity and neighbour capacity, largest change of an input in a period in millionths (0:
        /// any).</param>
        /// <param name="times">Clock readings.</param>
        /// <param name="states">Sensed states; null: none could be had.</param>
        /// <param name="topics">Topic of each receipt; null: nothing there.</param>
        /// <param name="messages">Payload of each receipt; null: nothing there.</param>
        /// <param name="connected">Answers to "is the link connected".</param>
        /// <param name="actuated">Answers of the body to inputs.</param>
        /// <param name="own">Missions beyond those that every rover knows; may be null.</param>
        /// <param name="key">The rover's key; may be null.</param>
        public AgentReplay(
            string fleet, string name, int[] sizes, long[] times, double[][] states, string[] topics, byte[][] messages, bool[] connected,
            bool[] actuated,
            IControllerMaker[] own, byte[] key)
        {
            _times = times;
            _states = states;
            _topics = topics;
            _messages = messages;
            _connected = connected;
            _actuated = actuated;
            _stateCount = sizes[2];
            _inputCount = sizes[3];
            for (int i = 0; i < Blocks; i++)
            {
                _blocks[i] = new byte[Bytes];
                TryErase(i);
            }

            RoverOptions options = new RoverOptions();
            options.Fleet = fleet;
            options.Name = name;
            options.PeriodUs = sizes[0];
            options.Seed = (uint)sizes[1];
            options.ParameterBytes = sizes[4];
            options.StateCapacity = sizes[5];
            options.InputCapacity = sizes[6];
            options.CouplingCapacity = sizes[7];
            options.MessageBytes = sizes[8];
            options.SensitivityCapacity = sizes[9];
            options.NeighbourCapacity = sizes[10];
            if (sizes[11] > 0)
                options.InputRatePerPeriod = sizes[11] / 1e6;
            options.OwnMissions = own;
            options.ParameterKey = key;
            RoverHardware hardware = new RoverHardware();
            hardware.Clock = this;
            hardware.Link = this;
            hardware.Body = this;
            hardware.Store = this;
            Agent = new RoverAgent(options, hardware);
        }

        public RoverAgent Agent { get; private set; }

        /// <summary>Checksum of everything published and actuated so far.</summary>
        public uint Checksum
        {
            get { return _done; }
        }

        /// <summary>Whether the record still has a clock reading.</summary>
        public bool HasMore
        {
            get { return _at[0] < _times.Length; }
        }

        public uint Tick
        {
            get { return Agent.Tick; }
        }

        public bool IsDriving
        {
            get { return Agent.IsDriving; }
        }

        public long NowUs
        {
            get { return _times[_at[0]++]; }
        }

        public bool IsConnected
        {
            get { return _connected[_at[1]++]; }
        }

        public int Dropped
        {
            get { return 0; }
        }

        public int StateCount
        {
            get { return _stateCount; }
        }

        public int InputCount
        {
            get { return _inputCount; }
        }

        public int BlockCount
        {
            get { return Blocks; }
        }

        public int BlockBytes
        {
            get { return Bytes; }
        }

        public void Poll()
        {
            Agent.Poll();
        }

        public bool TryConnect(string clientId, string willTopic, byte[] willPayload, int willLength)
        {
            return true;
        }

        public bool TrySubscribe(string topic, bool atLeastOnce)
        {
            return true;
        }

        public bool TryPublish(string topic, byte[] buffer, int length, bool retain, bool atLeastOnce)
        {
            Fold((uint)length);
            for (int i = 0; i < length; i++)
                Fold((uint)buffer[i]);
            return true;
        }

        public bool TryReceive(LinkMessage message)
        {
            int at = _at[2]++;
            byte[] payload = _messages[at];
            if (payload == null)
                return false;
            message.Topic = _topics[at];
            message.Length = payload.Length;
            for (int i = 0; i < payload.Length; i++)
                message.Payload[i] = payload[i];
            return true;
        }

        public bool TrySense(double[] state)
        {
            double[] sensed = _states[_at[3]++];
            if (sensed == null)
                return false;
            for (int i = 0; i < sensed.Length; i++)
                state[i] = sensed[i];
            return true;
        }

        public bool TryActuate(double[] input)
        {
            for (int i = 0; i < _inputCount; i++)
            {
                long bits = System.BitConverter.DoubleToInt64Bits(input[i]);
                Fold((uint)bits);
                Fold((uint)(bits >> 32));
            }

            return _actuated[_at[4]++];
        }

        public void Stop()
        {
            Fold(0u);
        }

        /// <summary>FNV-1a over words: the agent's own CRC would be counted as its work.</summary>
        private void Fold(uint value)
        {
            _done = (_done ^ value) * 16777619u;
        }

        public bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length)
        {
            for (int i = 0; i < length; i++)
                buffer[bufferOffset + i] = _blocks[block][offset + i];
            return true;
        }

        public bool TryErase(int block)
        {
            for (int i = 0; i < Bytes; i++)
                _blocks[block][i] = 0xFF;
            return true;
        }

        public bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length)
        {
            for (int i = 0; i < length; i++)
                _blocks[block][offset + i] = buffer[bufferOffset + i];
            return true;
        }
    }
}
