using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Takes parameter sets: desired, chunk by chunk into the other slot of the store, checked, self-tested, and activated at the agreed
    /// tick. Until then, and whenever anything is wrong, the set before stays. What became of a set is said in <c>param/reported</c>. A
    /// rover with a key takes signed sets only: the announcement is checked before anything else is touched, the bytes when they are
    /// complete.
    /// </summary>
    public sealed partial class ParameterReceiver
    {
        /// <summary>After this long without a chunk the rover says again which one it lacks.</summary>
        public const long ResumeUs = 500000;

        private readonly RoverOptions _options;
        private readonly RoverHardware _hardware;
        private readonly RoverTopics _topics;
        private readonly ParameterStore _store;
        private readonly ParameterSignature _signature;
        private readonly ChunkFrame _chunk = new ChunkFrame(0);
        private readonly ParameterSet _set = new ParameterSet();
        private readonly ReceiveWindow _desiredWindow = new ReceiveWindow();
        private readonly JsonWriter _json;

        private DesiredFrame _desired = new DesiredFrame();
        private DesiredFrame _arrived = new DesiredFrame();
        private bool _isStaged;
        private IController _staged; // null where it is made only when its tick comes: there is memory for one
        private MissionKind _stagedMission;
        private double[] _stagedBeginning;
        private FloorMap _stagedFloor;
        private long _stagedPeriodUs;
        private uint _activateAtTick = DesiredFrame.StageOnly;
        private bool _receiving;
        private bool _isComplete;
        private long _lastProgressUs;
        private string _status = "none";
        private string _reason = "";
        private uint _reportedVersion;

        /// <summary>Who holds the active controller besides; null: nobody.</summary>
        public RoverAgent Owner;

        /// <param name="json">Shared with whoever else speaks: every object is published as soon as it is written.</param>
        public ParameterReceiver(RoverOptions options, RoverHardware hardware, RoverTopics topics, JsonWriter json)
        {
            _json = json;
            _options = options;
            _hardware = hardware;
            _topics = topics;
            _signature = options.ParameterKey == null ? null : new ParameterSignature(options.ParameterKey, options.Fleet, options.Name);
            _store = new ParameterStore(hardware.Store, options.ParameterBytes);
        }

        public IController Active { get; private set; }

        /// <summary>What the active set says stands on the floor; null without a set.</summary>
        public FloorMap Floor { get; private set; }

        public uint ActiveVersion { get; private set; }

        /// <summary>Control period the active set asks for, microseconds; zero where it leaves that to the rover.</summary>
        public long PeriodUs { get; private set; }

        public bool StoreFailed { get; private set; }

        /// <summary>Takes up the active set that the store holds; a half-received one goes on when it is announced again.</summary>
        public void LoadStored()
        {
            if (!_store.Open())
            {
                StoreFailed = true;
                return;
            }

            MakeActive();
            if (Active != null)
            {
                ActiveVersion = _set.Version;
                Say("active", _set.Version, "");
            }

            _set.Close();
        }

        /// <summary>Makes the controller of the active set; none where there is no such set, or none that fits.</summary>
        private void MakeActive()
        {
            Active = null;
            IParameterBytes bytes = _store.OpenActive();
            if (bytes == null || _set.TryParse(bytes) != ParameterStatus.Ok)
            {
                return;
            }

            IController made = ControllerFactory.TryCreate(_set, _options);
            FloorMap floor = FloorMap.TryRead(_set);
            if (Fits(made) && floor != null && !_set.HasFailed)
            {
                Active = made;
                Floor = floor;
                PeriodUs = ControllerFactory.PeriodUs(_set);
            }
        }

        /// <summary>Takes a desired or chunk frame; false where its payload is not what its header says.</summary>
        public bool TryTake(LinkMessage message, FrameHeader header, long nowUs)
        {
            if (header.Kind == FrameKind.Desired)
            {
                if (!_arrived.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength))
                {
                    return false;
                }

                // The signature first: what is not from the host must not make the host's next word look old.
                if (!IsAuthentic(header))
                {
                    return true;
                }

                if (_desiredWindow.Accept(header.Epoch, header.Sequence))
                {
                    DesiredFrame before = _desired;
                    _desired = _arrived;
                    _arrived = before;
                    OnDesired(nowUs);
                }

                return true;
            }

            if (header.Kind != FrameKind.Chunk || !_chunk.TryReadInPlace(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength))
            {
                return false;
            }

            if (_receiving)
            {
                OnChunk(nowUs);
            }

            return true;
        }

        /// <summary>Whether all of a set has come, and it is to be tried.</summary>
        public bool IsComplete
        {
            get { return _isComplete; }
        }

        /// <summary>Asks again for what is missing of a set that is not complete.</summary>
        public void Poll(long nowUs)
        {
            long waited = nowUs - _lastProgressUs;
            if (_receiving && (waited >= ResumeUs || waited < 0))
            {
                _lastProgressUs = nowUs;
                Report();
            }
        }

        /// <summary>Switches to the staged set when its tick has come, or the active one's task is done: the old one before, the new one
        /// after, never a mixture.</summary>
        /// <param name="driving">Only who drives can have done a task.</param>
        public bool TryActivate(uint tick, bool driving)
        {
            if (!_isStaged || _activateAtTick == DesiredFrame.StageOnly)
            {
                return false;
            }

            if (_activateAtTick == DesiredFrame.WhenDone)
            {
                ITaskController task = Active as ITaskController;
                if (!driving || task == null || _stagedMission != task.Mission || _stagedBeginning == null
                    || !task.IsFollowedBy(_stagedBeginning))
                {
                    return false;
                }
            }
            else if (Active != null && tick - _activateAtTick >= 0x80000000u)
            {
                // A rover without parameters cannot drive, so it need not wait for the fleet's tick, which it does not know.
                return false;
            }

            uint version = _store.StagedVersion;
            if (_store.Commit() != StoreStatus.Ok)
            {
                StoreFailed = true;
                Unstage();
                Refuse(version, "store failed");
                Report();
                return false;
            }

            if (_staged == null)
            {
                Owner.LendController();
                MakeActive();
                _set.Close();
            }
            else
            {
                Active = _staged;
                Floor = _stagedFloor;
                PeriodUs = _stagedPeriodUs;
            }

            ActiveVersion = version;
            Unstage();
            Say("active", ActiveVersion, "");
            Report();
            return true;
        }

        /// <summary>Publishes status, version and, while receiving, the first missing chunk.</summary>
        public void Report()
        {
            _json.Begin().Text("status", _status).Number("version", _reportedVersion).Number("active_version", ActiveVersion)
                .Number("active_crc32", ActiveVersion == 0 ? 0 : _store.ActiveCrc);
            if (_receiving)
            {
                _json.Number("next_chunk", _store.NextMissing()).Number("chunks", _store.StagedChunks);
            }

            if (_isStaged && _activateAtTick != DesiredFrame.StageOnly)
            {
                _json.Number("activate_at_tick", _activateAtTick);
            }

            if (_reason.Length > 0)
            {
                _json.Text("reason", _reason);
            }

            int length = _json.End();
            _hardware.Link.TryPublish(_topics.Reported, _json.Buffer, length, true, true);
        }
    }
}
