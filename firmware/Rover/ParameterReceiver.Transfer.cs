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
                Discard("store failed");
                Report();
            }
            else
            {
                _isComplete = _store.StagedMissing == 0;
            }
        }

        private void Stage()
        {
            _receiving = false;
            _isComplete = false;
            Try();
            _set.Close();
        }

        private void Try()
        {
            IParameterBytes bytes = _store.OpenStaged();
            if (bytes == null)
            {
                Discard("damaged in transfer");
                return;
            }

            // Before anything in it is believed.
            if (_signature != null && !_signature.IsSetOf(_desired, bytes))
            {
                Discard("signature wrong");
                return;
            }

            ParameterStatus parsed = _set.TryParse(bytes);
            if (parsed == ParameterStatus.Ok && _set.Version != _desired.Version)
            {
                Discard("version differs from the one announced");
                return;
            }

            if (parsed != ParameterStatus.Ok)
            {
                Discard(parsed == ParameterStatus.WrongSchema ? "wrong parameter schema" : "damaged in transfer");
                return;
            }

            FloorMap floor = FloorMap.TryRead(_set);
            if (floor == null)
            {
                Discard("obstacles or walls that are none");
                return;
            }

            string shortage = MakeRoom(floor);
            if (shortage != null)
            {
                Discard(shortage);
                return;
            }

            MissionSelfTest trial = new MissionSelfTest(_options);
            int longest = _options.CouplingCapacity + _options.StateCapacity + _options.InputCapacity;
            SelfTestStatus tested = new SelfTestVector(longest, longest).Check(_set, trial);
            if (tested == SelfTestStatus.Absent)
            {
                Discard("has no self-test vector");
            }
            else if (_set.HasFailed)
            {
                StoreFailed = true;
                Discard("store failed");
            }
            else if (!Fits(trial.Controller))
            {
                Discard("does not fit this rover");
            }
            else if (tested != SelfTestStatus.Passed)
            {
                Discard("self-test vector not reproduced");
            }
            else
            {
                Keep(trial.Take(), floor);
            }
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
                tried = null;
                TakeBack();
                return;
            }

            _isReleased = false;
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
            int need = HeapNeed.Of(_set) + HeapNeed.SpareBytes;
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
            _isReleased = false;
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

        private void Discard(string why)
        {
            _store.Discard();
            if (_isReleased)
            {
                TakeBack();
            }

            Refuse(_desired.Version, why);
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
