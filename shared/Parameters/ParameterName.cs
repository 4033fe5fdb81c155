namespace MultiAgentEdge.Parameters
{
    /// <summary>Names and units of the entries, for people: <c>param get|diff|dump</c> and error messages.</summary>
    public static class ParameterName
    {
        /// <summary>The entry's name, or "id_" and the number where the id is not a known one.</summary>
        public static string Of(ushort id)
        {
            string known = Known(id);
            return known != null ? known : "id_" + id.ToString();
        }

        /// <summary>The id of a name that <see cref="Of"/> gives, or 0 where there is no such entry.</summary>
        public static ushort IdOf(string name)
        {
            for (ushort id = 1; id <= ParameterId.SelfTestOutput; id++)
            {
                string known = Known(id);
                if (known != null && known == name)
                    return id;
            }

            return 0;
        }

        /// <summary>Unit of the entry's numbers; "-" for pure numbers, "controller" where it follows from the controller's states and
        /// inputs.</summary>
        public static string UnitOf(ushort id)
        {
            switch (id)
            {
                case ParameterId.PeriodUs:
                    return "us";
                case ParameterId.Horizon:
                case ParameterId.EpisodePeriods:
                case ParameterId.SilenceLimit:
                    return "periods";
                case ParameterId.Landmarks:
                case ParameterId.ObservationRange:
                case ParameterId.Path:
                case ParameterId.PathBefore:
                case ParameterId.ShapeOffsets:
                case ParameterId.Obstacles:
                case ParameterId.Walls:
                    return "m";
                case ParameterId.ActionTable:
                    return "m/s^2";
                case ParameterId.RoundsPerPeriod:
                    return "rounds";
                case ParameterId.IterationLimit:
                    return "iterations";
                case ParameterId.Discount:
                case ParameterId.NegotiationMode:
                case ParameterId.SpeedLimit:
                    return "-";
            }

            return id >= ParameterId.ActorLayers && id < ParameterId.SelfTestInput ? "-" : "controller";
        }

        private static string Known(ushort id)
        {
            int layer = (id - ParameterId.ActorLayerBase) >> 2;
            if (id >= ParameterId.ActorLayerBase && layer < ParameterId.ActorLayerLimit)
                return LayerPart(id & 3) + layer.ToString();
            switch (id)
            {
                case ParameterId.Obstacles: return "obstacles";
                case ParameterId.Walls: return "walls";
                case ParameterId.ModelA: return "model_a";
                case ParameterId.ModelB: return "model_b";
                case ParameterId.ModelOffset: return "model_offset";
                case ParameterId.StageStateWeight: return "stage_state_weight";
                case ParameterId.StageInputWeight: return "stage_input_weight";
                case ParameterId.TerminalWeight: return "terminal_weight";
                case ParameterId.StageStateLinear: return "stage_state_linear";
                case ParameterId.StageInputLinear: return "stage_input_linear";
                case ParameterId.TerminalLinear: return "terminal_linear";
                case ParameterId.InputLower: return "input_lower";
                case ParameterId.InputUpper: return "input_upper";
                case ParameterId.StateLower: return "state_lower";
                case ParameterId.StateUpper: return "state_upper";
                case ParameterId.StateLowerTightening: return "state_lower_tightening";
                case ParameterId.StateUpperTightening: return "state_upper_tightening";
                case ParameterId.StateSoftWeight: return "state_soft_weight";
                case ParameterId.OutputMatrix: return "output_matrix";
                case ParameterId.CouplingWeight: return "coupling_weight";
                case ParameterId.StateReference: return "state_reference";
                case ParameterId.ValueOffset: return "value_offset";
                case ParameterId.Discount: return "discount";
                case ParameterId.Horizon: return "horizon";
                case ParameterId.RoundsPerPeriod: return "rounds_per_period";
                case ParameterId.PeriodUs: return "period_us";
                case ParameterId.NegotiationMode: return "negotiation_mode";
                case ParameterId.IterationLimit: return "iteration_limit";
                case ParameterId.SpeedLimit: return "speed_limit";
                case ParameterId.PriceLower: return "price_lower";
                case ParameterId.PriceUpper: return "price_upper";
                case ParameterId.Path: return "path";
                case ParameterId.PathBefore: return "path_before";
                case ParameterId.ShapeOffsets: return "shape_offsets";
                case ParameterId.Blend: return "blend";
                case ParameterId.ActorLayers: return "actor_layers";
                case ParameterId.ActorHead: return "actor_head";
                case ParameterId.Landmarks: return "landmarks";
                case ParameterId.ObservedOthers: return "observed_others";
                case ParameterId.ObservedLandmarks: return "observed_landmarks";
                case ParameterId.EpisodePeriods: return "episode_periods";
                case ParameterId.ObservationRange: return "observation_range";
                case ParameterId.ObservationMemory: return "observation_memory";
                case ParameterId.AbsentOther: return "absent_other";
                case ParameterId.AbsentLandmark: return "absent_landmark";
                case ParameterId.ActionTable: return "action_table";
                case ParameterId.Damping: return "damping";
                case ParameterId.TrackingLaw: return "tracking_law";
                case ParameterId.SilenceLimit: return "silence_limit";
                case ParameterId.StartPose: return "start_pose";
                case ParameterId.Vehicle: return "vehicle";
                case ParameterId.EdgeStates: return "edge_states";
                case ParameterId.EdgeInputs: return "edge_inputs";
                case ParameterId.EdgeBattery: return "edge_battery";
                case ParameterId.WayPriority: return "way_priority";
                case ParameterId.SelfTestInput: return "self_test_input";
                case ParameterId.SelfTestOutput: return "self_test_output";
                default: return null;
            }
        }

        private static string LayerPart(int part)
        {
            switch (part)
            {
                case 0: return "actor_weight_";
                case 1: return "actor_bias_";
                case 2: return "actor_scale_";
                default: return "actor_layer_norm_";
            }
        }
    }
}
