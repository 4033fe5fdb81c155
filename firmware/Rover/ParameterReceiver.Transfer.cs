using MultiAgentEdge.Parameters;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>A set on its way into the store: announced, chunk by chunk, checked, tried, staged or refused.</summary>
    public sealed partial class ParameterReceiver
    {
        /// <summary>The first controller is away, to make room for the trial of another.</summary>
        private bool _isReleased;

        private bool IsAuthentic(FrameHeader header)
        {
            if (_signature == null || _signature.IsSignatureOf(_arrived, header.Epoch, header.Sequence))
            {
                return true;
            }

            bool busy = _receiving || _isStaged;
            string status = _status;
            string reason = _reason;
            uint version = _reportedVersion;
            Say("refused", _arrived.Version, _arrived.IsSigned ? "signature wrong" : "not signed");
            Report();
            if (busy)
            {
                // A forgery does not end the push under way; the last, retained word is about that one.
                Say(status, version, reason);
                Report();
            }

            return false;
        }

        private void OnDesired(long nowUs)
        {
            if (_isStaged && _store.IsStaging(_desired))
            {
                _activateAtTick = _desired.ActivateAtTick;
            }
            else
            {
                Begin(nowUs);
            }

            if (!_isComplete)
            {
                Report();
            }
        }

        private void Begin(long nowUs)
        {
            _receiving = false;
            _isComplete = false;
            bool rollback = _desired.Flags == DesiredFrame.AllowRollback && _desired.RollbackFrom == _store.ActiveVersion;
            if (_signature != null && _store.HasActive && _desired.Version == _store.ActiveVersion && _desired.Crc32 != _store.ActiveCrc)
            {
                Refuse(_desired.Version, "another set of the active version");
                return;
            }

            if (_desired.ByteCount > _options.ParameterBytes)
            {
                Refuse(_desired.Version, "larger than this rover takes");
                return;
            }

            if (FrameCodec.OverheadBytes + ChunkFrame.BytesFor(_desired.ChunkBytes) > _options.MessageBufferBytes)
            {
                Refuse(_desired.Version, "chunks longer than this rover takes");
                return;
            }

            StoreStatus begun = _store.BeginWrite(_desired.Version, _desired.ByteCount, _desired.Crc32, _desired.ChunkBytes, rollback);
            switch (begun)
            {
                case StoreStatus.AlreadyActive:
                    // What is wanted is there: a set staged before is wanted no more.
                    Unstage();
                    Say("active", ActiveVersion, "");
                    return;
                case StoreStatus.OlderVersion:
                    Refuse(
                        _desired.Version,
                        _desired.Flags == DesiredFrame.AllowRollback ? "rollback from another version" : "older than the active version");
                    return;
                case StoreStatus.TooLarge:
                    Refuse(_desired.Version, "larger than this rover takes");
                    return;
                case StoreStatus.Ok:
                case StoreStatus.Resumed:
                    break;
                default:
                    StoreFailed = true;
                    Refuse(_desired.Version, "store failed");
                    return;
            }

            Unstage();
            _receiving = true;
            _lastProgressUs = nowUs;
            _activateAtTick = _desired.ActivateAtTick;
            Say("receiving", _desired.Version, "");
            _isComplete = _store.StagedMissing == 0;
        }

        private void OnChunk(long nowUs)
        {
            if (_chunk.Version != _store.StagedVersion || _chunk.Crc32 != _store.StagedCrc || _store.HasChunk(_chunk.Index))
            {
                return;
            }

            StoreStatus written = _store.WriteChunk(_chunk.Index, _chunk.Data, _chunk.DataOffset, _chunk.Length);
            if (written == StoreStatus.WrongChunk)
            {
                return;
            }

            _lastProgressUs = nowUs;
            if (written != StoreStatus.Ok)
            {
                StoreFailed = written == StoreStatus.StoreFailed;
                _store.Discard();
                Refuse(_desired.Version, "store failed");
                Report();
            }
            else
            {
                _isComplete = _store.StagedMissing == 0;
            }
        }

        /// <summary>Tries a set that <see cref="IsComplete"/>. From the loop, not from the message: the trial calls deepest of all, and
        /// stacks are heap. <see cref="Settle"/> comes next.</summary>
        /// <returns>Null where it is staged; otherwise why not.</returns>
        public string Try()
        {
            _receiving = false;
            _isComplete = false;
            IParameterBytes bytes = _store.OpenStaged();
            if (bytes == null)
            {
                return "damaged in transfer";
            }

            // Before anything in it is believed.
            if (_signature != null && !_signature.IsSetOf(_desired, bytes))
            {
                return "signature wrong";
            }

            ParameterStatus parsed = _set.TryParse(bytes);
            if (parsed == ParameterStatus.Ok && _set.Version != _desired.Version)
            {
                return "version differs from the one announced";
            }

            if (parsed != ParameterStatus.Ok)
            {
                return parsed == ParameterStatus.WrongSchema ? "wrong parameter schema" : "damaged in transfer";
            }

            FloorMap floor = FloorMap.TryRead(_set);
            if (floor == null)
            {
                return "obstacles or walls that are none";
            }

            string shortage = MakeRoom(floor);
            if (shortage != null)
            {
                return shortage;
            }

            int longest = _options.CouplingCapacity + _options.StateCapacity + _options.InputCapacity;
            SelfTestVector vector = new SelfTestVector(longest, longest);
            SelfTestStatus tested = vector.Begin(_set);
            IController made = tested == SelfTestStatus.Absent ? null : ControllerFactory.TryCreate(_set, _options);
            if (made != null && vector.AnswerCount > 0
                && made.TryAnswer(vector.Input, vector.InputCount, vector.Answer, vector.AnswerCount))
            {
                // Asked from here: the trial calls deepest of all.
                tested = vector.Compare(_set);
            }

            if (tested == SelfTestStatus.Absent)
            {
                return "has no self-test vector";
            }

            if (_set.HasFailed)
            {
                StoreFailed = true;
                return "store failed";
            }

            if (!Fits(made))
            {
                return "does not fit this rover";
            }

            if (tested != SelfTestStatus.Passed)
            {
                return "self-test vector not reproduced";
            }

            Keep(made, floor);
            return null;
        }

        /// <summary>What follows from a trial: the controller that made room comes back where it is needed, and it is said what became of
        /// the set.</summary>
        /// <param name="wrong">What <see cref="Try"/> says.</param>
        public void Settle(string wrong)
        {
            if (wrong != null)
            {
                _store.Discard();
            }

            if (_isReleased && (wrong != null || IsDriving))
            {
                TakeBack();
            }

            _isReleased = false;
            if (wrong != null)
            {
                Refuse(_desired.Version, wrong);
            }

            _set.Close();
            Report();
        }

        /// <summary>Stages what was tried. Where there is memory for one controller and the rover drives by another, that one comes back,
        /// and this one is made again when its tick has come.</summary>
        private void Keep(IController tried, FloorMap floor)
        {
            ITaskController task = tried as ITaskController;
            _isStaged = true;
            _stagedMission = tried.Mission;
            _stagedBeginning = task == null ? null : task.Beginning();
            Say("staged", _set.Version, "");
            if (_isReleased && IsDriving)
            {
                return;
            }

            tried.Reset();
            _staged = tried;
            _stagedFloor = floor;
            _stagedPeriodUs = ControllerFactory.PeriodUs(_set);
        }

        private void Unstage()
        {
            _isStaged = false;
            _staged = null;
            _stagedFloor = null;
            _stagedBeginning = null;
        }

        private bool IsDriving
        {
            get { return Owner != null && Owner.IsDriving; }
        }

        /// <summary>Looks whether there is memory for a second controller. Otherwise the first one goes: the store has its set.</summary>
        /// <returns>Null where there is room; otherwise what to report.</returns>
        private string MakeRoom(FloorMap floor)
        {
            long free = FreeBytes();
            int need = HeapNeed.Of(_set) + HeapNeed.Spare(_set);
            if (Owner != null && IsInPlane(_set))
            {
                need += Owner.GuardNeed(floor);
            }

            if (free < 0 || free >= need)
            {
                return null;
            }

            if (Active != null && Owner != null)
            {
                _isReleased = true;
                Active = null;
                if (Owner.IsDriving)
                {
                    Owner.LendController();
                }
                else
                {
                    Owner.TakeController();
                }

                free = FreeBytes();
                if (free >= need)
                {
                    return null;
                }
            }

            return "needs " + need.ToString() + " bytes of heap and " + free.ToString() + " are free";
        }

        /// <summary>The controller that made room, from its set in the store.</summary>
        private void TakeBack()
        {
            MakeActive();
            if (Owner.IsDriving)
            {
                Owner.TakeBackController();
            }
            else
            {
                Owner.TakeController();
            }
        }

        /// <summary>Whether the filter between controller and wheels may have something to do: not on a lane.</summary>
        private static bool IsInPlane(ParameterSet set)
        {
            return set.Mission != MissionKind.Formation || set.Find(ParameterId.Path) >= 0;
        }

        private long FreeBytes()
        {
            return _hardware.Platform == null ? -1 : _hardware.Platform.FreeBytes;
        }

        private bool Fits(IController controller)
        {
            return _hardware.Fits(controller) && controller.StateCount <= _options.StateCapacity
                && controller.InputCount <= _options.InputCapacity;
        }

        private void Refuse(uint version, string why)
        {
            _receiving = false;
            _isComplete = false;
            Say("refused", version, why);
        }

        private void Say(string what, uint version, string why)
        {
            _status = what;
            _reportedVersion = version;
            _reason = why;
        }
    }
}
