using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MultiAgentEdge.NanoProfile;

/// <summary>Checks every symbol that a source refers to, named or implied, against the allow-list; rules NANO101 to NANO204.</summary>
/// <param name="onBoard">The model is a board's: every assembly in it beside the library passed the gate itself.</param>
public sealed class LibraryWalker(SemanticModel model, AllowList allowList, FindingList findings, bool onBoard = false) : CSharpSyntaxWalker
{
    private readonly Dictionary<IAssemblySymbol, bool> _ours = new(SymbolEqualityComparer.Default) { [model.Compilation.Assembly] = true };

    public override void DefaultVisit(SyntaxNode node)
    {
        switch (node)
        {
            case UsingDirectiveSyntax { Alias: null, StaticKeyword.RawKind: 0 }:
                return; // A namespace by itself needs nothing on the board.
            case SimpleNameSyntax or PredefinedTypeSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax
                or ConstructorInitializerSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
                or AssignmentExpressionSyntax or CastExpressionSyntax or AttributeSyntax or QueryClauseSyntax:
                CheckSymbol(model.GetSymbolInfo(node).Symbol, node);
                break;
            case ForEachStatementSyntax loop:
                CheckForEach(loop);
                break;
        }

        if (node is ExpressionSyntax expression)
        {
            TypeInfo types = model.GetTypeInfo(expression);
            CheckType(types.Type, node);
            CheckType(types.ConvertedType, node);
        }

        if (node is ArgumentListSyntax or InterpolationSyntax or BinaryExpressionSyntax) { CheckImplied(node); }
        base.DefaultVisit(node);
    }

    private void CheckForEach(ForEachStatementSyntax loop)
    {
        TypeInfo collection = model.GetTypeInfo(loop.Expression);
        // Arrays and strings become index loops; everything else calls GetEnumerator.
        if (collection.Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String }) { return; }
        ForEachStatementInfo info = model.GetForEachStatementInfo(loop);
        CheckSymbol(info.GetEnumeratorMethod, loop.Expression);
        CheckSymbol(info.MoveNextMethod, loop.Expression);
        CheckSymbol(info.CurrentProperty, loop.Expression);
    }

    private void CheckImplied(SyntaxNode node)
    {
        switch (node)
        {
            case ArgumentListSyntax { Parent: { } call } when model.GetOperation(call) is { } operation:
                foreach (IArgumentOperation argument in operation.ChildOperations.OfType<IArgumentOperation>())
                {
                    if (argument is { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer.ElementValues.Length: 0 } })
                    {
                        findings.Add(Rules.EmptyParams, call.GetLocation(), $"{Callee(call)}()");
                    }
                }

                break;
            case InterpolationSyntax hole when IsEnum(hole.Expression):
                findings.Add(Rules.EnumText, hole.GetLocation(), $"{hole.Expression} in a string");
                break;
            case BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression)
                && model.GetTypeInfo(sum).Type?.SpecialType == SpecialType.System_String:
                foreach (ExpressionSyntax side in new[] { sum.Left, sum.Right }.Where(IsEnum))
                {
                    findings.Add(Rules.EnumText, side.GetLocation(), $"{side} in a string");
                }

                break;
        }
    }

    private bool IsEnum(ExpressionSyntax expression) => model.GetTypeInfo(expression).Type?.TypeKind == TypeKind.Enum;

    private void CheckSymbol(ISymbol? symbol, SyntaxNode node)
    {
        switch (symbol)
        {
            case ITypeSymbol type:
                CheckType(type, node);
                break;
            case IMethodSymbol method when method.MethodKind is not (MethodKind.BuiltinOperator or MethodKind.LocalFunction
                or MethodKind.DelegateInvoke):
                // "pin.ValueChanged += x" binds to the accessor; the list names the event.
                CheckMember(method.AssociatedSymbol ?? method.ReducedFrom ?? method, node);
                break;
            case IPropertySymbol or IFieldSymbol or IEventSymbol:
                CheckMember(symbol, node);
                break;
        }
    }

    private void CheckMember(ISymbol member, SyntaxNode node)
    {
        if (member.ContainingNamespace?.ToString() == "System.Linq") { Report(Rules.Linq, node, $"LINQ method {member.Name}"); return; }
        if (member is IMethodSymbol { IsGenericMethod: true }) { Report(Rules.Generic, node, $"generic method {member.Name}"); return; }
        if (member is not { ContainingType: { } type } || IsOurs(type) || IsTuple(type)) { return; }
        string typeId = Id(type);
        string memberId = type.IsGenericType || type.IsAnonymousType ? "" : Id(member)[(typeId.Length + 1)..];
        if (allowList.HasMember(typeId, memberId)) { return; }
        CheckType(type, node);
        if (type.TypeKind is TypeKind.Delegate || !allowList.HasType(typeId)) { return; }
        if (member is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0, ContainingType.IsValueType: true }) { return; }
        if (type.SpecialType == SpecialType.System_Enum
            && member.Name == nameof(ToString)) { Report(Rules.EnumText, node, "Enum.ToString"); return; }
        Report(Rules.UnknownMember, node, $"{typeId}.{memberId}", allowList.AdviceOn(typeId, memberId));
    }

    private void CheckType(ITypeSymbol? type, SyntaxNode node)
    {
        switch (type)
        {
            case null or IErrorTypeSymbol: return;
            case IArrayTypeSymbol array:
                if (array.Rank > 1) { Report(Rules.MultiDimensionalArray, node, $"array {array}"); }
                CheckType(array.ElementType, node);
                return;
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol: Report(Rules.Unsafe, node, $"pointer {type}"); return;
            case IDynamicTypeSymbol: Report(Rules.Dynamic, node, "dynamic"); return;
            case ITypeParameterSymbol: Report(Rules.Generic, node, $"type parameter {type}"); return;
            case INamedTypeSymbol named: CheckNamed(named, node); return;
        }
    }

    private void CheckNamed(INamedTypeSymbol type, SyntaxNode node)
    {
        if (IsTuple(type)) { Report(Rules.Tuple, node, $"tuple {type}"); return; }
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T) { Report(Rules.NullableValue, node, $"{type}"); return; }
        if (type.IsAnonymousType) { Report(Rules.AnonymousType, node, "anonymous type"); return; }
        if (type.IsGenericType) { Report(Rules.Generic, node, $"generic {type}"); return; }
        if (type.SpecialType == SpecialType.System_Decimal) { Report(Rules.Decimal, node, "decimal"); return; }
        if (type.IsRefLikeType && IsOurs(type)) { Report(Rules.RefStruct, node, $"ref struct {type}"); return; }
        if (IsOurs(type) || allowList.HasType(Id(type))) { return; }
        Report(Rules.UnknownType, node, $"{type}", allowList.AdviceOn(Id(type), ""));
    }

    private bool IsOurs(ITypeSymbol type)
    {
        if (type.ContainingAssembly is not { } assembly) { return false; }
        if (!_ours.TryGetValue(assembly, out bool known)) { _ours[assembly] = known = IsOurs(assembly); }
        return known;
    }

    private bool IsOurs(IAssemblySymbol assembly) =>
        onBoard ? !BoardLibrary.Names.Contains(assembly.Name) : BoardCodeMark.IsOn(assembly);

    private static bool IsTuple(INamedTypeSymbol type) =>
        type.IsTupleType || Id(type).StartsWith("System.ValueTuple", StringComparison.Ordinal);

    private static string Id(ISymbol symbol) => (symbol.OriginalDefinition.GetDocumentationCommentId() ?? $"?:{symbol.Name}")[2..];

    private string Callee(SyntaxNode call) => model.GetSymbolInfo(call).Symbol?.Name ?? "call";

    private void Report(Rule rule, SyntaxNode node, string what, string? instead = null) =>
        findings.Add(rule, node.GetLocation(), what, instead);
}
