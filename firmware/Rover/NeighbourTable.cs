using MultiAgentEdge.Actor;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The other rovers of the fleet, as their own state frames show them. Who a frame is from is told by its topic alone, which the broker
    /// lets only that rover write. A rover counts from its second frame on: the first may be a retained one of any age. Old and doubled
    /// frames, other missions, implausible positions and last wills tell nothing; who tells nothing for too long is taken out, and who left
    /// is not waited for. A rover that counts its boots from one again is heard again from its second frame of a later tick, or after its
    /// will or its silence. Allocates a name when a rover is new, nothing else.
    /// </summary>
    public sealed class NeighbourTable
    {
        private readonly string _own;
        private readonly string _prefix;
        private readonly double _limit;
        private readonly StateFrame _frame;
        private readonly string[] _topic;
        private readonly ReceiveWindow[] _window;
        private readonly int[] _frames;
        private readonly int[] _age;
        private readonly uint[] _tick;
        private readonly bool[] _awaited;
        private readonly double[] _x;
        private readonly double[] _y;
        private readonly double[] _position = new double[2];

        public NeighbourTable(RoverOptions options, RoverTopics topics)
        {
            _own = topics.State;
            _prefix = topics.FleetPrefix;
            _limit = options.StateLimit;
            _frame = new StateFrame(options.StateCapacity);
            int capacity = options.NeighbourCapacity;
            _topic = new string[capacity];
            _window = new ReceiveWindow[capacity];
            _frames = new int[capacity];
            _age = new int[capacity];
            _tick = new uint[capacity];
            _awaited = new bool[capacity];
            _x = new double[capacity];
            _y = new double[capacity];
            for (int i = 0; i < capacity; i++)
            {
                _window[i] = new ReceiveWindow();
            }
        }

        /// <summary>Others in sight: heard at least twice and not silent for too long.</summary>
        public int Count { get; private set; }

        /// <summary>Takes a state frame of another rover. False where the frame is no such one, or damaged; one that is merely old is no
        /// fault.</summary>
        /// <param name="tick">This rover's own control period.</param>
        public bool TryTake(LinkMessage message, FrameHeader header, INeighbourController controller, uint tick)
        {
            string topic = message.Topic;
            if (header.Kind != FrameKind.State || topic == null || !topic.StartsWith(_prefix) || !topic.EndsWith(RoverTopics.StateLeaf)
                || topic.IndexOf('/', _prefix.Length) != topic.Length - RoverTopics.StateLeaf.Length
                || !_frame.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength))
            {
                return false;
            }

            if (_frame.Mode == RoverMode.Lost)
            {
                StopAwaiting(topic, header.Epoch);
                return true;
            }

            if (controller == null || topic == _own || _frame.MissionKind != controller.Mission
                || _frame.StateCount != controller.StateCount)
            {
                return true;
            }

            // A rover takes such a reading of its own for a broken sensor; of another it is no better.
            for (int i = 0; i < _frame.StateCount; i++)
            {
                if (!IsPlausible(_frame.State[i]))
                {
                    return false;
                }
            }

            controller.Locate(_frame.State, _position);
            if (!(IsPlausible(_position[0]) && IsPlausible(_position[1])))
            {
                return false;
            }

            int slot = SlotOf(topic);
            if (_window[slot].AcceptDated(header.Epoch, header.Sequence, _frame.Tick))
            {
                _x[slot] = _position[0];
                _y[slot] = _position[1];
                _tick[slot] = _frame.Tick;
                // Of the period that this rover is about to begin: silence counts from there, whichever of the two began first.
                _age[slot] = _frame.Tick - tick == 1 ? -1 : 0;
                _frames[slot] = _frames[slot] == 0 ? 1 : 2;
            }

            return true;
        }

        /// <summary>A control period begins: everybody has been silent for one more.</summary>
        public void BeginPeriod(uint tick, int silenceLimit)
        {
            Count = 0;
            for (int i = 0; i < _topic.Length; i++)
            {
                if (_topic[i] == null)
                {
                    continue;
                }

                if (_age[i] < int.MaxValue)
                {
                    _age[i]++;
                }

                if (_age[i] > silenceLimit && _frames[i] != 0)
                {
                    // Who comes back after that may have lost count of its boots.
                    _frames[i] = 0;
                    _window[i].Reset();
                }

                // Who was in step in the period before will be in this one.
                _awaited[i] = _frames[i] == 2 && tick - _tick[i] == 1;
                Count += _frames[i] == 2 ? 1 : 0;
            }
        }

        /// <summary>Whether everybody who is expected to has said where it is in this period.</summary>
        public bool IsComplete(uint tick)
        {
            for (int i = 0; i < _awaited.Length; i++)
            {
                if (_awaited[i] && tick - _tick[i] - 1 < 0x7fffffffu)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>How many have said where they are in this period.</summary>
        public int InStep(uint tick)
        {
            int count = 0;
            for (int i = 0; i < _topic.Length; i++)
            {
                count += _topic[i] != null && _tick[i] == tick ? 1 : 0;
            }

            return count;
        }

        /// <summary>Shows those in sight to a controller.</summary>
        public void Show(NeighbourScope scope)
        {
            for (int i = 0; i < _topic.Length; i++)
            {
                if (_frames[i] == 2)
                {
                    scope.Set(i, _x[i], _y[i]);
                }
                else
                {
                    scope.Remove(i);
                }
            }
        }

        /// <summary>A last will: the rover stays where it was last, until it has been silent for too long, but nobody waits for it. Its
        /// next life may count from anywhere; a will of an earlier life, which a broker says late, ends nothing.</summary>
        private void StopAwaiting(string topic, uint epoch)
        {
            for (int i = 0; i < _topic.Length; i++)
            {
                if (_topic[i] == topic && epoch == _window[i].Epoch)
                {
                    _window[i].Reopen();
                    _awaited[i] = false;
                    _tick[i] -= 2;
                }
            }
        }

        private bool IsPlausible(double value)
        {
            return !double.IsNaN(value) && value >= -_limit && value <= _limit;
        }

        /// <summary>The slot of this rover; for a new one a free slot, or that of the one silent longest.</summary>
        private int SlotOf(string topic)
        {
            int slot = 0;
            for (int i = 0; i < _topic.Length; i++)
            {
                if (_topic[i] == topic)
                {
                    return i;
                }

                bool better = _topic[i] == null ? _topic[slot] != null : _topic[slot] != null && _age[i] > _age[slot];
                if (better)
                {
                    slot = i;
                }
            }

            _topic[slot] = topic;
            _window[slot].Reset();
            _frames[slot] = 0;
            _awaited[slot] = false;
            return slot;
        }
    }
}
