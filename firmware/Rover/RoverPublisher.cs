using System;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What a rover says: plan, state and telemetry frames every period; info, acknowledgements and reports when something
    /// happened.</summary>
    public sealed class RoverPublisher
    {
        private const int ReportBytes = 512; // and no longer than a message that a rover takes: it hears its own info

        private readonly RoverOptions _options;
        private readonly RoverHardware _hardware;
        private readonly RoverTopics _topics;
        private readonly StateFrame _state;
        private readonly PlanFrame _plan;
        private readonly TelemetryFrame _telemetry;
        private readonly byte[] _buffer;
        private readonly JsonWriter _json;
        private readonly double[] _noSensitivity = new double[0];
        private RoverMode _lastMode;
        private uint _lastVersion;
        private uint _sequence;
        private uint _coordinatorEpoch;
        private bool _refusedNow;

        /// <param name="json">Its buffer takes the frames too: whatever is written is published at once.</param>
        public RoverPublisher(RoverOptions options, RoverHardware hardware, RoverTopics topics, JsonWriter json)
        {
            _options = options;
            _hardware = hardware;
            _topics = topics;
            _json = json;
            _buffer = json.Buffer;
            _state = new StateFrame(options.StateCapacity);
            _plan = new PlanFrame(options.CouplingCapacity, options.SensitivityBufferCount);
            // Without prices: the host that reads telemetry is the one that sent them.
            _telemetry = new TelemetryFrame(options.StateCapacity, options.InputCapacity, 0);
        }

        /// <summary>Bytes that the longest frame or report takes.</summary>
        public static int BufferBytes(RoverOptions options)
        {
            int frame = FrameCodec.OverheadBytes + 64
                + (8 * (options.CouplingCapacity + options.SensitivityBufferCount + options.StateCapacity + options.InputCapacity));
            return frame > ReportBytes ? frame : ReportBytes;
        }

        /// <summary>Time of the last solve, microseconds, where a stopwatch is there.</summary>
        public long SolveUs;

        /// <summary>Last reading of the supply, V.</summary>
        public double BatteryV;

        /// <summary>Frames refused since boot.</summary>
        public uint FramesRefused { get; private set; }

        public void CountRefused()
        {
            FramesRefused++;
            _refusedNow = true;
        }

        /// <summary>Whether a frame was refused since the last call.</summary>
        public bool TakeRefused()
        {
            bool refused = _refusedNow;
            _refusedNow = false;
            return refused;
        }

        /// <summary>Remembers the highest coordinator epoch: a coordinator that starts anew goes above it.</summary>
        public void HeardEpoch(uint epoch)
        {
            if (epoch > _coordinatorEpoch)
            {
                _coordinatorEpoch = epoch;
            }
        }

        /// <summary>The last will: a state frame with mode lost.</summary>
        public byte[] Will()
        {
            StateFrame lost = new StateFrame(0);
            lost.Mode = RoverMode.Lost;
            int length = FrameCodec.Seal(_buffer, FrameKind.State, _options.BootCount, 0, 0, lost.Write(_buffer, FrameCodec.HeaderBytes));
            byte[] will = new byte[length];
            for (int i = 0; i < length; i++)
            {
                will[i] = _buffer[i];
            }

            return will;
        }

        /// <summary>Retained when mode or parameters changed (a newcomer must see them), plain otherwise (a broker that saves on change
        /// would write its store at every period).</summary>
        public void State(RoverAgent agent, bool force)
        {
            bool retain = force || agent.Mode != _lastMode || agent.ParameterVersion != _lastVersion;
            _lastMode = agent.Mode;
            _lastVersion = agent.ParameterVersion;
            _state.Mode = agent.Mode;
            _state.Action = agent.Action;
            _state.MissionKind = agent.Controller == null ? MissionKind.None : agent.Controller.Mission;
            _state.Tick = agent.Tick;
            _state.CoordinatorEpoch = _coordinatorEpoch;
            _state.ParameterVersion = agent.ParameterVersion;
            _state.Faults = agent.Faults;
            _state.MissedDeadlines = agent.MissedDeadlines;
            _state.RoundsMissed = agent.RoundsMissed;
            _state.BatteryV = (float)BatteryV;
            _state.StateCount = agent.IsStatePlausible ? _hardware.Body.StateCount : 0;
            Copy(agent.State, _state.State, _state.StateCount);
            Send(_topics.State, FrameKind.State, _state.Write(_buffer, FrameCodec.HeaderBytes), retain, retain);
        }

        public void Motion(RoverAgent agent, MotionGuard guard)
        {
            MotionFrame motion = guard.Fill(agent.IsDriving);
            Send(_topics.Motion, FrameKind.Motion, motion.Write(_buffer, FrameCodec.HeaderBytes), false, false);
        }

        public void Plan(RoverAgent agent, int round)
        {
            IController controller = agent.Controller;
            _plan.Tick = agent.Tick;
            _plan.Round = round;
            _plan.HasOldPrice = agent.HasOldPrice;
            _plan.Status = agent.Status;
            _plan.OutputCount = controller.CouplingCount;
            Copy(controller.Plan, _plan.Outputs, _plan.OutputCount);
            double[] sensitivity = controller.Sensitivity == null ? _noSensitivity : controller.Sensitivity;
            _plan.SensitivityCount = sensitivity.Length;
            Copy(sensitivity, _plan.Sensitivity, _plan.SensitivityCount);
            if (Kernel.IsFinite(_plan.Outputs, _plan.OutputCount) && Kernel.IsFinite(_plan.Sensitivity, _plan.SensitivityCount))
            {
                Send(_topics.Plan, FrameKind.Plan, _plan.Write(_buffer, FrameCodec.HeaderBytes), false, false);
            }
        }

        public void Telemetry(RoverAgent agent, int rounds, long latenessUs)
        {
            IController controller = agent.Controller;
            _telemetry.Tick = agent.Tick;
            _telemetry.Mode = agent.Mode;
            _telemetry.Action = agent.Action;
            _telemetry.Status = agent.Status;
            _telemetry.Rounds = rounds;
            _telemetry.Count = controller == null ? 0 : controller.Count;
            int version = (int)agent.ParameterVersion;
            _telemetry.ParameterVersion = version & 0xFFFF;
            _telemetry.SolveUs = (uint)SolveUs;
            _telemetry.LatenessUs = (uint)latenessUs;
            double figure = controller == null ? 0.0 : controller.Figure;
            _telemetry.Figure = double.IsNaN(figure) || double.IsInfinity(figure) ? 0.0 : figure;
            _telemetry.Residual = 0.0;
            _telemetry.StateCount = agent.IsStatePlausible ? _hardware.Body.StateCount : 0;
            _telemetry.InputCount = _hardware.Body.InputCount;
            Copy(agent.State, _telemetry.State, _telemetry.StateCount);
            Copy(agent.Applied, _telemetry.Input, _telemetry.InputCount);
            Send(_topics.Telemetry, FrameKind.Telemetry, _telemetry.Write(_buffer, FrameCodec.HeaderBytes), false, false);
        }

        /// <param name="instance">This life's number, see <see cref="NameWatch"/>.</param>
        public void Info(ParameterReceiver receiver, uint instance)
        {
            _json.Begin().Text("name", _options.Name).Text("firmware", _options.FirmwareVersion).Number("boot_count", _options.BootCount)
                .Flag("boot_count_stored", _options.IsBootCountStored).Number("instance", instance)
                .Number("frame_schema", FrameCodec.Schema).Number("parameter_schema", ParameterSet.Schema)
                .Number("parameter_capacity_bytes", _options.ParameterBytes).Number("state_count", _hardware.Body.StateCount)
                .Number("input_count", _hardware.Body.InputCount).Flag("counts_way", _hardware.CountsWay)
                .Flag("tracked", _hardware.Pose != null && _hardware.Pose.IsTracked)
                .Number("parameter_version", receiver.ActiveVersion);
            int signalDbm = 0;
            if (_hardware.Radio != null && _hardware.Radio.TryReadSignal(ref signalDbm))
            {
                _json.Number("signal_dbm", signalDbm);
            }

            int length = _json.End();
            _hardware.Link.TryPublish(_topics.Info, _json.Buffer, length, true, true);
        }

        public void Acknowledge(RoverCommand command, uint commandSequence, bool accepted, RoverAgent agent)
        {
            _json.Begin().Number("command", (long)(int)command).Number("sequence", commandSequence).Flag("accepted", accepted)
                .Number("mode", (long)(int)agent.Mode).Number("tick", agent.Tick);
            int length = _json.End();
            _hardware.Link.TryPublish(_topics.Acknowledge, _json.Buffer, length, false, true);
        }

        private static void Copy(double[] from, double[] to, int count)
        {
            Array.Copy(from, 0, to, 0, count);
        }

        private void Send(string topic, FrameKind kind, int payloadLength, bool retain, bool atLeastOnce)
        {
            _sequence++;
            int length = FrameCodec.Seal(_buffer, kind, _options.BootCount, _sequence, _hardware.Clock.NowUs, payloadLength);
            _hardware.Link.TryPublish(topic, _buffer, length, retain, atLeastOnce);
        }
    }
}
