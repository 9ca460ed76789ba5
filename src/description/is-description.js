// Made by npm run generate.
export const DEFAULTS = {
  "ecs": {
    "trustVia": "principal",
    "roleName": "PortIntegrationRole",
    "rolePath": "/"
  },
  "ec2": {
    "trustVia": "principal",
    "roleName": "PortIntegrationRole",
    "rolePath": "/"
  },
  "pod-identity": {
    "trustVia": "principal",
    "roleName": "PortIntegrationRole",
    "rolePath": "/"
  },
  "irsa": {
    "audience": "sts.amazonaws.com",
    "createOidcProvider": true,
    "roleName": "PortIntegrationRole",
    "rolePath": "/"
  },
  "iam-user": {
    "trustVia": "principal",
    "roleName": "PortIntegrationRole",
    "rolePath": "/"
  }
};
export const AUTO_DEPLOYMENT_DEFAULTS = {"enabled":true,"retainStacksOnAccountRemoval":false};
export const isDescription = /* @__PURE__ */ (function() {
'use strict'
const hasOwn = Function.prototype.call.bind(Object.prototype.hasOwnProperty);
const pattern0 = new RegExp("^arn:(?:aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f):iam::\\d{12}:role\\/(?!aws-service-role\\/)(?:[!-#%-)+->@-~]{1,510}\\/)?[\\w+=,.@\\-]{1,64}$", "u");
const ref2 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern0.test(data)) return false
  return true
};
const pattern1 = new RegExp("^arn:(?:aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f):ecs:(?:(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d{1,2}|cn-[a-z]+-\\d{1,2}|us-gov-[a-z]+-\\d{1,2}|eusc-de-[a-z]+-\\d{1,2}|us-iso-[a-z]+-\\d{1,2}|us-isob-[a-z]+-\\d{1,2}|eu-isoe-[a-z]+-\\d{1,2}|us-isof-[a-z]+-\\d{1,2}):\\d{12}:cluster\\/[A-Za-z0-9_\\-]{1,255}$", "u");
const ref3 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern1.test(data)) return false
  return true
};
const pattern2 = new RegExp("^[\\w+=,.@:/-]{2,1224}$", "u");
const ref4 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern2.test(data)) return false
  return true
};
const pattern3 = new RegExp("^o-[a-z0-9]{10,32}$", "u");
const ref5 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern3.test(data)) return false
  return true
};
const pattern4 = new RegExp("^[\\w+=,.@\\-]{1,64}$", "u");
const ref6 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern4.test(data)) return false
  return true
};
const pattern5 = new RegExp("^\\/(?:[!-#%-)+->@-~]{1,510}\\/)?$", "u");
const ref7 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern5.test(data)) return false
  return true
};
const pattern6 = new RegExp("^arn:(?:aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f):iam::(?:aws|\\d{12}|\\$\\{AWS::AccountId\\}):policy\\/(?:[\\w+=,.@\\-/]{1,510}\\/)?[\\w+=,.@\\-]{1,128}$", "u");
const ref8 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern6.test(data)) return false
  return true
};
const unique = (array) => {
  if (array.length < 2) return true
  if (array.length === 2) return !deepEqual(array[0], array[1])
  const objects = []
  const primitives = array.length > 20 ? new Set() : null
  let primitivesCount = 0
  let pos = 0
  for (const item of array) {
    if (typeof item === 'object') {
      objects.push(item)
    } else if (primitives) {
      primitives.add(item)
      if (primitives.size !== ++primitivesCount) return false
    } else {
      if (array.indexOf(item, pos + 1) !== -1) return false
    }
    pos++
  }
  for (let i = 1; i < objects.length; i++)
    for (let j = 0; j < i; j++) if (deepEqual(objects[i], objects[j])) return false
  return true
};
const deepEqual = (obj, obj2) => {
  if (obj === obj2) return true
  if (!obj || !obj2 || typeof obj !== typeof obj2) return false
  if (obj !== obj2 && typeof obj !== 'object') return false

  const proto = Object.getPrototypeOf(obj)
  if (proto !== Object.getPrototypeOf(obj2)) return false

  if (proto === Array.prototype) {
    if (!Array.isArray(obj) || !Array.isArray(obj2)) return false
    if (obj.length !== obj2.length) return false
    return obj.every((x, i) => deepEqual(x, obj2[i]))
  } else if (proto === Object.prototype) {
    const [keys, keys2] = [Object.keys(obj), Object.keys(obj2)]
    if (keys.length !== keys2.length) return false
    const keyset2 = new Set([...keys, ...keys2])
    return keyset2.size === keys.length && keys.every((key) => deepEqual(obj[key], obj2[key]))
  }
  return false
};
const pattern7 = new RegExp("^[\\t\\n\\r -~\\u{A1}-\\u{FF}]{0,1000}$", "u");
const ref9 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern7.test(data)) return false
  return true
};
const pattern8 = new RegExp("^(?![aA][wW][sS]:)(?!__proto__$)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}$", "u");
const pattern9 = new RegExp("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}$", "u");
const ref10 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (Object.keys(data).length > 50) return false
  for (const key0 of Object.keys(data)) {
    if (!pattern8.test(key0)) return false
  }
  for (const key1 of Object.keys(data)) {
    if (!(typeof data[key1] === "string")) return false
    if (!(pattern9.test(data[key1]))) return false
  }
  return true
};
const pattern10 = new RegExp("^\\d{12}$", "u");
const ref12 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern10.test(data)) return false
  return true
};
const pattern11 = new RegExp("^(?:ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$", "u");
const ref13 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern11.test(data)) return false
  return true
};
const ref11 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (data.onlyAccounts !== undefined && hasOwn(data, "onlyAccounts") && !(data.organizationalUnits !== undefined && hasOwn(data, "organizationalUnits"))) return false
  if (data.exceptAccounts !== undefined && hasOwn(data, "exceptAccounts") && !(data.organizationalUnits !== undefined && hasOwn(data, "organizationalUnits"))) return false
  if (data.accounts !== undefined && hasOwn(data, "accounts")) {
    if (!Array.isArray(data.accounts)) return false
    if (data.accounts.length < 1) return false
    for (let j = 0; j < data.accounts.length; j++) {
      if (data.accounts[j] !== undefined && hasOwn(data.accounts, j)) {
        if (!ref12(data.accounts[j])) return false
      }
    }
    if (!unique(data.accounts)) return false
  }
  if (data.organizationalUnits !== undefined && hasOwn(data, "organizationalUnits")) {
    if (!Array.isArray(data.organizationalUnits)) return false
    if (data.organizationalUnits.length > 50) return false
    if (data.organizationalUnits.length < 1) return false
    for (let k = 0; k < data.organizationalUnits.length; k++) {
      if (data.organizationalUnits[k] !== undefined && hasOwn(data.organizationalUnits, k)) {
        if (!ref13(data.organizationalUnits[k])) return false
      }
    }
    if (!unique(data.organizationalUnits)) return false
  }
  if (data.onlyAccounts !== undefined && hasOwn(data, "onlyAccounts")) {
    if (!Array.isArray(data.onlyAccounts)) return false
    if (data.onlyAccounts.length < 1) return false
    for (let l = 0; l < data.onlyAccounts.length; l++) {
      if (data.onlyAccounts[l] !== undefined && hasOwn(data.onlyAccounts, l)) {
        if (!ref12(data.onlyAccounts[l])) return false
      }
    }
    if (!unique(data.onlyAccounts)) return false
  }
  if (data.exceptAccounts !== undefined && hasOwn(data, "exceptAccounts")) {
    if (!Array.isArray(data.exceptAccounts)) return false
    if (data.exceptAccounts.length < 1) return false
    for (let m = 0; m < data.exceptAccounts.length; m++) {
      if (data.exceptAccounts[m] !== undefined && hasOwn(data.exceptAccounts, m)) {
        if (!ref12(data.exceptAccounts[m])) return false
      }
    }
    if (!unique(data.exceptAccounts)) return false
  }
  if (data.managementAccount !== undefined && hasOwn(data, "managementAccount")) {
    if (!ref12(data.managementAccount)) return false
  }
  for (const key2 of Object.keys(data)) {
    if (key2 !== "accounts" && key2 !== "organizationalUnits" && key2 !== "onlyAccounts" && key2 !== "exceptAccounts" && key2 !== "managementAccount") return false
  }
  const sub0 = (() => {
    const sub1 = (() => {
      if (!(data.accounts !== undefined && hasOwn(data, "accounts"))) return false
      if (!(data.organizationalUnits !== undefined && hasOwn(data, "organizationalUnits"))) return false
      return true
    })()
    const sub2 = (() => {
      if (!(data.onlyAccounts !== undefined && hasOwn(data, "onlyAccounts"))) return false
      if (!(data.exceptAccounts !== undefined && hasOwn(data, "exceptAccounts"))) return false
      return true
    })()
    if (!(sub1 || sub2)) return false
    return true
  })()
  if (sub0) return false
  const sub3 = (() => {
    if (!(data.accounts !== undefined && hasOwn(data, "accounts"))) return false
    return true
  })()
  const sub4 = (() => {
    if (!(data.organizationalUnits !== undefined && hasOwn(data, "organizationalUnits"))) return false
    return true
  })()
  if (!(sub3 || sub4)) return false
  return true
};
const pattern12 = new RegExp("^[A-Za-z][A-Za-z0-9-]{0,127}$", "u");
const ref15 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern12.test(data)) return false
  return true
};
const pattern13 = new RegExp("^(?:(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d{1,2}|cn-[a-z]+-\\d{1,2}|us-gov-[a-z]+-\\d{1,2}|eusc-de-[a-z]+-\\d{1,2}|us-iso-[a-z]+-\\d{1,2}|us-isob-[a-z]+-\\d{1,2}|eu-isoe-[a-z]+-\\d{1,2}|us-isof-[a-z]+-\\d{1,2})$", "u");
const ref16 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern13.test(data)) return false
  return true
};
const pattern14 = new RegExp("^[ -~]{1,1024}$", "u");
const ref17 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern14.test(data)) return false
  return true
};
const ref18 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (data.enabled !== undefined && hasOwn(data, "enabled")) {
    if (!(typeof data.enabled === "boolean")) return false
  }
  if (data.retainStacksOnAccountRemoval !== undefined && hasOwn(data, "retainStacksOnAccountRemoval")) {
    if (!(typeof data.retainStacksOnAccountRemoval === "boolean")) return false
  }
  for (const key3 of Object.keys(data)) {
    if (key3 !== "enabled" && key3 !== "retainStacksOnAccountRemoval") return false
  }
  const sub5 = (() => {
    if (!(data.enabled !== undefined && hasOwn(data, "enabled"))) return false
    if (!(data.retainStacksOnAccountRemoval !== undefined && hasOwn(data, "retainStacksOnAccountRemoval"))) return false
    if (!(data.enabled === false)) return false
    if (!(data.retainStacksOnAccountRemoval === true)) return false
    return true
  })()
  if (sub5) return false
  return true
};
const pattern15 = new RegExp("^arn:(?:aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f):iam::\\d{12}:role\\/(?:[!-#%-)+->@-~]{1,510}\\/)?[\\w+=,.@\\-]{1,64}$", "u");
const ref19 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern15.test(data)) return false
  return true
};
const ref20 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern4.test(data)) return false
  return true
};
const ref21 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (data.failureToleranceCount !== undefined && hasOwn(data, "failureToleranceCount")) {
    if (!Number.isInteger(data.failureToleranceCount)) return false
    if (!(0 <= data.failureToleranceCount)) return false
    if (!(100000 >= data.failureToleranceCount)) return false
  }
  if (data.failureTolerancePercentage !== undefined && hasOwn(data, "failureTolerancePercentage")) {
    if (!Number.isInteger(data.failureTolerancePercentage)) return false
    if (!(0 <= data.failureTolerancePercentage)) return false
    if (!(100 >= data.failureTolerancePercentage)) return false
  }
  if (data.maxConcurrentCount !== undefined && hasOwn(data, "maxConcurrentCount")) {
    if (!Number.isInteger(data.maxConcurrentCount)) return false
    if (!(1 <= data.maxConcurrentCount)) return false
    if (!(100000 >= data.maxConcurrentCount)) return false
  }
  if (data.maxConcurrentPercentage !== undefined && hasOwn(data, "maxConcurrentPercentage")) {
    if (!Number.isInteger(data.maxConcurrentPercentage)) return false
    if (!(1 <= data.maxConcurrentPercentage)) return false
    if (!(100 >= data.maxConcurrentPercentage)) return false
  }
  if (data.concurrencyMode !== undefined && hasOwn(data, "concurrencyMode")) {
    if (!(typeof data.concurrencyMode === "string")) return false
    if (!(data.concurrencyMode === "STRICT_FAILURE_TOLERANCE" || data.concurrencyMode === "SOFT_FAILURE_TOLERANCE")) return false
  }
  for (const key4 of Object.keys(data)) {
    if (key4 !== "failureToleranceCount" && key4 !== "failureTolerancePercentage" && key4 !== "maxConcurrentCount" && key4 !== "maxConcurrentPercentage" && key4 !== "concurrencyMode") return false
  }
  const sub6 = (() => {
    const sub7 = (() => {
      if (!(data.failureToleranceCount !== undefined && hasOwn(data, "failureToleranceCount"))) return false
      if (!(data.failureTolerancePercentage !== undefined && hasOwn(data, "failureTolerancePercentage"))) return false
      return true
    })()
    const sub8 = (() => {
      if (!(data.maxConcurrentCount !== undefined && hasOwn(data, "maxConcurrentCount"))) return false
      if (!(data.maxConcurrentPercentage !== undefined && hasOwn(data, "maxConcurrentPercentage"))) return false
      return true
    })()
    if (!(sub7 || sub8)) return false
    return true
  })()
  if (sub6) return false
  return true
};
const ref14 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (data.name !== undefined && hasOwn(data, "name")) {
    if (!ref15(data.name)) return false
  }
  if (data.region !== undefined && hasOwn(data, "region")) {
    if (!ref16(data.region)) return false
  }
  if (data.description !== undefined && hasOwn(data, "description")) {
    if (!ref17(data.description)) return false
  }
  if (data.autoDeployment !== undefined && hasOwn(data, "autoDeployment")) {
    if (!ref18(data.autoDeployment)) return false
  }
  if (data.callAs !== undefined && hasOwn(data, "callAs")) {
    if (!(typeof data.callAs === "string")) return false
    if (!(data.callAs === "SELF" || data.callAs === "DELEGATED_ADMIN")) return false
  }
  if (data.administrationRoleArn !== undefined && hasOwn(data, "administrationRoleArn")) {
    if (!ref19(data.administrationRoleArn)) return false
  }
  if (data.executionRoleName !== undefined && hasOwn(data, "executionRoleName")) {
    if (!ref20(data.executionRoleName)) return false
  }
  if (data.managedExecution !== undefined && hasOwn(data, "managedExecution")) {
    if (!(typeof data.managedExecution === "boolean")) return false
  }
  if (data.operationPreferences !== undefined && hasOwn(data, "operationPreferences")) {
    if (!ref21(data.operationPreferences)) return false
  }
  for (const key5 of Object.keys(data)) {
    if (key5 !== "name" && key5 !== "region" && key5 !== "description" && key5 !== "autoDeployment" && key5 !== "callAs" && key5 !== "administrationRoleArn" && key5 !== "executionRoleName" && key5 !== "managedExecution" && key5 !== "operationPreferences") return false
  }
  return true
};
const pattern16 = new RegExp("[Ee][Xx][Ee][Cc][Uu][Tt][Ii][Oo][Nn][-_.]?[Rr][Oo][Ll][Ee]", "u");
const ref1 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (!(data.mode !== undefined && hasOwn(data, "mode"))) return false
  if (!(data.taskRoleArn !== undefined && hasOwn(data, "taskRoleArn"))) return false
  if (!(typeof data.mode === "string")) return false
  if (!(data.mode === "ecs")) return false
  if (!ref2(data.taskRoleArn)) return false
  if (data.allowExecutionRoleName !== undefined && hasOwn(data, "allowExecutionRoleName")) {
    if (!(typeof data.allowExecutionRoleName === "boolean")) return false
  }
  if (data.clusterArn !== undefined && hasOwn(data, "clusterArn")) {
    if (!ref3(data.clusterArn)) return false
  }
  if (data.externalId !== undefined && hasOwn(data, "externalId")) {
    if (!ref4(data.externalId)) return false
  }
  if (data.trustVia !== undefined && hasOwn(data, "trustVia")) {
    if (!(typeof data.trustVia === "string")) return false
    if (!(data.trustVia === "principal" || data.trustVia === "account")) return false
  }
  if (data.organizationId !== undefined && hasOwn(data, "organizationId")) {
    if (!ref5(data.organizationId)) return false
  }
  if (data.roleName !== undefined && hasOwn(data, "roleName")) {
    if (!ref6(data.roleName)) return false
  }
  if (data.rolePath !== undefined && hasOwn(data, "rolePath")) {
    if (!ref7(data.rolePath)) return false
  }
  if (data.managedPolicyArns !== undefined && hasOwn(data, "managedPolicyArns")) {
    if (!Array.isArray(data.managedPolicyArns)) return false
    if (data.managedPolicyArns.length > 20) return false
    if (data.managedPolicyArns.length < 1) return false
    for (let i = 0; i < data.managedPolicyArns.length; i++) {
      if (data.managedPolicyArns[i] !== undefined && hasOwn(data.managedPolicyArns, i)) {
        if (!ref8(data.managedPolicyArns[i])) return false
      }
    }
    if (!unique(data.managedPolicyArns)) return false
  }
  if (data.maxSessionDuration !== undefined && hasOwn(data, "maxSessionDuration")) {
    if (!Number.isInteger(data.maxSessionDuration)) return false
    if (!(3600 <= data.maxSessionDuration)) return false
    if (!(43200 >= data.maxSessionDuration)) return false
  }
  if (data.permissionsBoundaryArn !== undefined && hasOwn(data, "permissionsBoundaryArn")) {
    if (!ref8(data.permissionsBoundaryArn)) return false
  }
  if (data.description !== undefined && hasOwn(data, "description")) {
    if (!ref9(data.description)) return false
  }
  if (data.tags !== undefined && hasOwn(data, "tags")) {
    if (!ref10(data.tags)) return false
  }
  if (data.targets !== undefined && hasOwn(data, "targets")) {
    if (!ref11(data.targets)) return false
  }
  if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
    if (!ref14(data.stackSet)) return false
  }
  for (const key6 of Object.keys(data)) {
    if (key6 !== "mode" && key6 !== "taskRoleArn" && key6 !== "allowExecutionRoleName" && key6 !== "clusterArn" && key6 !== "externalId" && key6 !== "trustVia" && key6 !== "organizationId" && key6 !== "roleName" && key6 !== "rolePath" && key6 !== "managedPolicyArns" && key6 !== "maxSessionDuration" && key6 !== "permissionsBoundaryArn" && key6 !== "description" && key6 !== "tags" && key6 !== "targets" && key6 !== "stackSet") return false
  }
  const sub9 = (() => {
    if (!(data.targets !== undefined && hasOwn(data, "targets"))) return false
    if (!(typeof data.targets === "object" && data.targets && !Array.isArray(data.targets))) return false
    if (!(data.targets.organizationalUnits !== undefined && hasOwn(data.targets, "organizationalUnits"))) return false
    return true
  })()
  if (sub9) {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.administrationRoleArn !== undefined && hasOwn(data.stackSet, "administrationRoleArn")) return false
      if (data.stackSet.executionRoleName !== undefined && hasOwn(data.stackSet, "executionRoleName")) return false
    }
  }
  else {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.autoDeployment !== undefined && hasOwn(data.stackSet, "autoDeployment")) return false
      if (data.stackSet.callAs !== undefined && hasOwn(data.stackSet, "callAs")) return false
    }
  }
  const sub10 = (() => {
    if (!(data.allowExecutionRoleName !== undefined && hasOwn(data, "allowExecutionRoleName"))) return false
    if (!(data.allowExecutionRoleName === true)) return false
    return true
  })()
  if (!sub10) {
    const sub11 = (() => {
      if (!(typeof data.taskRoleArn === "string")) return false
      if (!pattern16.test(data.taskRoleArn)) return false
      return true
    })()
    if (sub11) return false
  }
  return true
};
const ref23 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern0.test(data)) return false
  return true
};
const pattern17 = new RegExp("^[\\w+=,.@\\-]{1,128}$", "u");
const ref24 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern17.test(data)) return false
  return true
};
const ref22 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (!(data.mode !== undefined && hasOwn(data, "mode"))) return false
  if (!(data.instanceRoleArn !== undefined && hasOwn(data, "instanceRoleArn"))) return false
  if (!(typeof data.mode === "string")) return false
  if (!(data.mode === "ec2")) return false
  if (!ref23(data.instanceRoleArn)) return false
  if (data.instanceProfileName !== undefined && hasOwn(data, "instanceProfileName")) {
    if (!ref24(data.instanceProfileName)) return false
  }
  if (data.externalId !== undefined && hasOwn(data, "externalId")) {
    if (!ref4(data.externalId)) return false
  }
  if (data.trustVia !== undefined && hasOwn(data, "trustVia")) {
    if (!(typeof data.trustVia === "string")) return false
    if (!(data.trustVia === "principal" || data.trustVia === "account")) return false
  }
  if (data.organizationId !== undefined && hasOwn(data, "organizationId")) {
    if (!ref5(data.organizationId)) return false
  }
  if (data.roleName !== undefined && hasOwn(data, "roleName")) {
    if (!ref6(data.roleName)) return false
  }
  if (data.rolePath !== undefined && hasOwn(data, "rolePath")) {
    if (!ref7(data.rolePath)) return false
  }
  if (data.managedPolicyArns !== undefined && hasOwn(data, "managedPolicyArns")) {
    if (!Array.isArray(data.managedPolicyArns)) return false
    if (data.managedPolicyArns.length > 20) return false
    if (data.managedPolicyArns.length < 1) return false
    for (let n = 0; n < data.managedPolicyArns.length; n++) {
      if (data.managedPolicyArns[n] !== undefined && hasOwn(data.managedPolicyArns, n)) {
        if (!ref8(data.managedPolicyArns[n])) return false
      }
    }
    if (!unique(data.managedPolicyArns)) return false
  }
  if (data.maxSessionDuration !== undefined && hasOwn(data, "maxSessionDuration")) {
    if (!Number.isInteger(data.maxSessionDuration)) return false
    if (!(3600 <= data.maxSessionDuration)) return false
    if (!(43200 >= data.maxSessionDuration)) return false
  }
  if (data.permissionsBoundaryArn !== undefined && hasOwn(data, "permissionsBoundaryArn")) {
    if (!ref8(data.permissionsBoundaryArn)) return false
  }
  if (data.description !== undefined && hasOwn(data, "description")) {
    if (!ref9(data.description)) return false
  }
  if (data.tags !== undefined && hasOwn(data, "tags")) {
    if (!ref10(data.tags)) return false
  }
  if (data.targets !== undefined && hasOwn(data, "targets")) {
    if (!ref11(data.targets)) return false
  }
  if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
    if (!ref14(data.stackSet)) return false
  }
  for (const key7 of Object.keys(data)) {
    if (key7 !== "mode" && key7 !== "instanceRoleArn" && key7 !== "instanceProfileName" && key7 !== "externalId" && key7 !== "trustVia" && key7 !== "organizationId" && key7 !== "roleName" && key7 !== "rolePath" && key7 !== "managedPolicyArns" && key7 !== "maxSessionDuration" && key7 !== "permissionsBoundaryArn" && key7 !== "description" && key7 !== "tags" && key7 !== "targets" && key7 !== "stackSet") return false
  }
  const sub12 = (() => {
    if (!(data.targets !== undefined && hasOwn(data, "targets"))) return false
    if (!(typeof data.targets === "object" && data.targets && !Array.isArray(data.targets))) return false
    if (!(data.targets.organizationalUnits !== undefined && hasOwn(data.targets, "organizationalUnits"))) return false
    return true
  })()
  if (sub12) {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.administrationRoleArn !== undefined && hasOwn(data.stackSet, "administrationRoleArn")) return false
      if (data.stackSet.executionRoleName !== undefined && hasOwn(data.stackSet, "executionRoleName")) return false
    }
  }
  else {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.autoDeployment !== undefined && hasOwn(data.stackSet, "autoDeployment")) return false
      if (data.stackSet.callAs !== undefined && hasOwn(data.stackSet, "callAs")) return false
    }
  }
  return true
};
const ref26 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern0.test(data)) return false
  return true
};
const pattern18 = new RegExp("^arn:(?:aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f):eks:(?:(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d{1,2}|cn-[a-z]+-\\d{1,2}|us-gov-[a-z]+-\\d{1,2}|eusc-de-[a-z]+-\\d{1,2}|us-iso-[a-z]+-\\d{1,2}|us-isob-[a-z]+-\\d{1,2}|eu-isoe-[a-z]+-\\d{1,2}|us-isof-[a-z]+-\\d{1,2}):\\d{12}:cluster\\/[0-9A-Za-z][A-Za-z0-9_\\-]{0,99}$", "u");
const ref27 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern18.test(data)) return false
  return true
};
const pattern19 = new RegExp("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$", "u");
const ref28 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern19.test(data)) return false
  return true
};
const pattern20 = new RegExp("^(?=[a-z0-9.-]{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$", "u");
const ref29 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern20.test(data)) return false
  return true
};
const ref25 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (!(data.mode !== undefined && hasOwn(data, "mode"))) return false
  if (!(data.podRoleArn !== undefined && hasOwn(data, "podRoleArn"))) return false
  if (!(data.clusterArn !== undefined && hasOwn(data, "clusterArn"))) return false
  if (!(data.namespace !== undefined && hasOwn(data, "namespace"))) return false
  if (!(data.serviceAccount !== undefined && hasOwn(data, "serviceAccount"))) return false
  if (!(typeof data.mode === "string")) return false
  if (!(data.mode === "pod-identity")) return false
  if (!ref26(data.podRoleArn)) return false
  if (!ref27(data.clusterArn)) return false
  if (!ref28(data.namespace)) return false
  const sub13 = (() => {
    if (!ref29(data.serviceAccount)) return false
    return true
  })()
  const sub14 = (() => {
    if (!Array.isArray(data.serviceAccount)) return false
    if (data.serviceAccount.length < 1) return false
    for (let o = 0; o < data.serviceAccount.length; o++) {
      if (data.serviceAccount[o] !== undefined && hasOwn(data.serviceAccount, o)) {
        if (!ref29(data.serviceAccount[o])) return false
      }
    }
    if (!unique(data.serviceAccount)) return false
    return true
  })()
  if (!(sub13 || sub14)) return false
  if (data.externalId !== undefined && hasOwn(data, "externalId")) {
    if (!ref4(data.externalId)) return false
  }
  if (data.trustVia !== undefined && hasOwn(data, "trustVia")) {
    if (!(typeof data.trustVia === "string")) return false
    if (!(data.trustVia === "principal" || data.trustVia === "account")) return false
  }
  if (data.organizationId !== undefined && hasOwn(data, "organizationId")) {
    if (!ref5(data.organizationId)) return false
  }
  if (data.roleName !== undefined && hasOwn(data, "roleName")) {
    if (!ref6(data.roleName)) return false
  }
  if (data.rolePath !== undefined && hasOwn(data, "rolePath")) {
    if (!ref7(data.rolePath)) return false
  }
  if (data.managedPolicyArns !== undefined && hasOwn(data, "managedPolicyArns")) {
    if (!Array.isArray(data.managedPolicyArns)) return false
    if (data.managedPolicyArns.length > 20) return false
    if (data.managedPolicyArns.length < 1) return false
    for (let p = 0; p < data.managedPolicyArns.length; p++) {
      if (data.managedPolicyArns[p] !== undefined && hasOwn(data.managedPolicyArns, p)) {
        if (!ref8(data.managedPolicyArns[p])) return false
      }
    }
    if (!unique(data.managedPolicyArns)) return false
  }
  if (data.maxSessionDuration !== undefined && hasOwn(data, "maxSessionDuration")) {
    if (!Number.isInteger(data.maxSessionDuration)) return false
    if (!(3600 <= data.maxSessionDuration)) return false
    if (!(43200 >= data.maxSessionDuration)) return false
  }
  if (data.permissionsBoundaryArn !== undefined && hasOwn(data, "permissionsBoundaryArn")) {
    if (!ref8(data.permissionsBoundaryArn)) return false
  }
  if (data.description !== undefined && hasOwn(data, "description")) {
    if (!ref9(data.description)) return false
  }
  if (data.tags !== undefined && hasOwn(data, "tags")) {
    if (!ref10(data.tags)) return false
  }
  if (data.targets !== undefined && hasOwn(data, "targets")) {
    if (!ref11(data.targets)) return false
  }
  if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
    if (!ref14(data.stackSet)) return false
  }
  for (const key8 of Object.keys(data)) {
    if (key8 !== "mode" && key8 !== "podRoleArn" && key8 !== "clusterArn" && key8 !== "namespace" && key8 !== "serviceAccount" && key8 !== "externalId" && key8 !== "trustVia" && key8 !== "organizationId" && key8 !== "roleName" && key8 !== "rolePath" && key8 !== "managedPolicyArns" && key8 !== "maxSessionDuration" && key8 !== "permissionsBoundaryArn" && key8 !== "description" && key8 !== "tags" && key8 !== "targets" && key8 !== "stackSet") return false
  }
  const sub15 = (() => {
    if (!(data.targets !== undefined && hasOwn(data, "targets"))) return false
    if (!(typeof data.targets === "object" && data.targets && !Array.isArray(data.targets))) return false
    if (!(data.targets.organizationalUnits !== undefined && hasOwn(data.targets, "organizationalUnits"))) return false
    return true
  })()
  if (sub15) {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.administrationRoleArn !== undefined && hasOwn(data.stackSet, "administrationRoleArn")) return false
      if (data.stackSet.executionRoleName !== undefined && hasOwn(data.stackSet, "executionRoleName")) return false
    }
  }
  else {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.autoDeployment !== undefined && hasOwn(data.stackSet, "autoDeployment")) return false
      if (data.stackSet.callAs !== undefined && hasOwn(data.stackSet, "callAs")) return false
    }
  }
  return true
};
const pattern21 = new RegExp("^[0-9A-F]{32}$", "u");
const ref31 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern21.test(data)) return false
  return true
};
const pattern22 = new RegExp("^(?:https:\\/\\/)?(?=[^/].{0,246}$)(?!oidc-eks\\.)(?!oidc\\.eks\\.(?!(?:(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\\d{1,2}\\.amazonaws\\.com|cn-[a-z]+-\\d{1,2}\\.amazonaws\\.com\\.cn|us-gov-[a-z]+-\\d{1,2}\\.amazonaws\\.com|eusc-de-[a-z]+-\\d{1,2}\\.amazonaws\\.eu|us-iso-[a-z]+-\\d{1,2}\\.c2s\\.ic\\.gov|us-isob-[a-z]+-\\d{1,2}\\.sc2s\\.sgov\\.gov|eu-isoe-[a-z]+-\\d{1,2}\\.cloud\\.adc-e\\.uk|us-isof-[a-z]+-\\d{1,2}\\.csp\\.hci\\.ic\\.gov)\\/id\\/[0-9A-F]{32}$))[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?)+(?:\\/[\\w.~\\-]+)*$", "u");
const ref32 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern22.test(data)) return false
  return true
};
const pattern23 = new RegExp("^[!-#%-~]{1,255}$", "u");
const ref33 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern23.test(data)) return false
  return true
};
const ref30 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (!(data.mode !== undefined && hasOwn(data, "mode"))) return false
  if (!(data.accountId !== undefined && hasOwn(data, "accountId"))) return false
  if (!(data.namespace !== undefined && hasOwn(data, "namespace"))) return false
  if (!(data.serviceAccount !== undefined && hasOwn(data, "serviceAccount"))) return false
  if (!(typeof data.mode === "string")) return false
  if (!(data.mode === "irsa")) return false
  if (!ref12(data.accountId)) return false
  if (data.region !== undefined && hasOwn(data, "region")) {
    if (!ref16(data.region)) return false
  }
  if (data.oidcId !== undefined && hasOwn(data, "oidcId")) {
    if (!ref31(data.oidcId)) return false
  }
  if (data.issuer !== undefined && hasOwn(data, "issuer")) {
    if (!ref32(data.issuer)) return false
  }
  if (!ref28(data.namespace)) return false
  const sub16 = (() => {
    if (!ref29(data.serviceAccount)) return false
    return true
  })()
  const sub17 = (() => {
    if (!Array.isArray(data.serviceAccount)) return false
    if (data.serviceAccount.length < 1) return false
    for (let q = 0; q < data.serviceAccount.length; q++) {
      if (data.serviceAccount[q] !== undefined && hasOwn(data.serviceAccount, q)) {
        if (!ref29(data.serviceAccount[q])) return false
      }
    }
    if (!unique(data.serviceAccount)) return false
    return true
  })()
  if (!(sub16 || sub17)) return false
  if (data.audience !== undefined && hasOwn(data, "audience")) {
    if (!ref33(data.audience)) return false
  }
  if (data.createOidcProvider !== undefined && hasOwn(data, "createOidcProvider")) {
    if (!(typeof data.createOidcProvider === "boolean")) return false
  }
  if (data.roleName !== undefined && hasOwn(data, "roleName")) {
    if (!ref6(data.roleName)) return false
  }
  if (data.rolePath !== undefined && hasOwn(data, "rolePath")) {
    if (!ref7(data.rolePath)) return false
  }
  if (data.managedPolicyArns !== undefined && hasOwn(data, "managedPolicyArns")) {
    if (!Array.isArray(data.managedPolicyArns)) return false
    if (data.managedPolicyArns.length > 20) return false
    if (data.managedPolicyArns.length < 1) return false
    for (let r = 0; r < data.managedPolicyArns.length; r++) {
      if (data.managedPolicyArns[r] !== undefined && hasOwn(data.managedPolicyArns, r)) {
        if (!ref8(data.managedPolicyArns[r])) return false
      }
    }
    if (!unique(data.managedPolicyArns)) return false
  }
  if (data.maxSessionDuration !== undefined && hasOwn(data, "maxSessionDuration")) {
    if (!Number.isInteger(data.maxSessionDuration)) return false
    if (!(3600 <= data.maxSessionDuration)) return false
    if (!(43200 >= data.maxSessionDuration)) return false
  }
  if (data.permissionsBoundaryArn !== undefined && hasOwn(data, "permissionsBoundaryArn")) {
    if (!ref8(data.permissionsBoundaryArn)) return false
  }
  if (data.description !== undefined && hasOwn(data, "description")) {
    if (!ref9(data.description)) return false
  }
  if (data.tags !== undefined && hasOwn(data, "tags")) {
    if (!ref10(data.tags)) return false
  }
  if (data.targets !== undefined && hasOwn(data, "targets")) {
    if (!ref11(data.targets)) return false
  }
  if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
    if (!ref14(data.stackSet)) return false
  }
  for (const key9 of Object.keys(data)) {
    if (key9 !== "mode" && key9 !== "accountId" && key9 !== "region" && key9 !== "oidcId" && key9 !== "issuer" && key9 !== "namespace" && key9 !== "serviceAccount" && key9 !== "audience" && key9 !== "createOidcProvider" && key9 !== "roleName" && key9 !== "rolePath" && key9 !== "managedPolicyArns" && key9 !== "maxSessionDuration" && key9 !== "permissionsBoundaryArn" && key9 !== "description" && key9 !== "tags" && key9 !== "targets" && key9 !== "stackSet") return false
  }
  const sub18 = (() => {
    if (!(data.oidcId !== undefined && hasOwn(data, "oidcId"))) return false
    if (!(data.issuer !== undefined && hasOwn(data, "issuer"))) return false
    return true
  })()
  if (sub18) return false
  const sub19 = (() => {
    if (!(data.targets !== undefined && hasOwn(data, "targets"))) return false
    if (!(typeof data.targets === "object" && data.targets && !Array.isArray(data.targets))) return false
    if (!(data.targets.organizationalUnits !== undefined && hasOwn(data.targets, "organizationalUnits"))) return false
    return true
  })()
  if (sub19) {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.administrationRoleArn !== undefined && hasOwn(data.stackSet, "administrationRoleArn")) return false
      if (data.stackSet.executionRoleName !== undefined && hasOwn(data.stackSet, "executionRoleName")) return false
    }
  }
  else {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.autoDeployment !== undefined && hasOwn(data.stackSet, "autoDeployment")) return false
      if (data.stackSet.callAs !== undefined && hasOwn(data.stackSet, "callAs")) return false
    }
  }
  const sub20 = (() => {
    if (!(data.region !== undefined && hasOwn(data, "region"))) return false
    if (!(data.oidcId !== undefined && hasOwn(data, "oidcId"))) return false
    return true
  })()
  const sub21 = (() => {
    if (!(data.issuer !== undefined && hasOwn(data, "issuer"))) return false
    return true
  })()
  if (!(sub20 || sub21)) return false
  return true
};
const pattern24 = new RegExp("^arn:(?:aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f):iam::\\d{12}:user\\/(?:[!-#%-)+->@-~]{1,510}\\/)?[\\w+=,.@\\-]{1,64}$", "u");
const ref35 = function validate(data) {
  if (!(typeof data === "string")) return false
  if (!pattern24.test(data)) return false
  return true
};
const ref34 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (!(data.mode !== undefined && hasOwn(data, "mode"))) return false
  if (!(data.userArn !== undefined && hasOwn(data, "userArn"))) return false
  if (!(data.externalId !== undefined && hasOwn(data, "externalId"))) return false
  if (!(typeof data.mode === "string")) return false
  if (!(data.mode === "iam-user")) return false
  if (!ref35(data.userArn)) return false
  if (!ref4(data.externalId)) return false
  if (data.trustVia !== undefined && hasOwn(data, "trustVia")) {
    if (!(typeof data.trustVia === "string")) return false
    if (!(data.trustVia === "principal" || data.trustVia === "account")) return false
  }
  if (data.organizationId !== undefined && hasOwn(data, "organizationId")) {
    if (!ref5(data.organizationId)) return false
  }
  if (data.roleName !== undefined && hasOwn(data, "roleName")) {
    if (!ref6(data.roleName)) return false
  }
  if (data.rolePath !== undefined && hasOwn(data, "rolePath")) {
    if (!ref7(data.rolePath)) return false
  }
  if (data.managedPolicyArns !== undefined && hasOwn(data, "managedPolicyArns")) {
    if (!Array.isArray(data.managedPolicyArns)) return false
    if (data.managedPolicyArns.length > 20) return false
    if (data.managedPolicyArns.length < 1) return false
    for (let s = 0; s < data.managedPolicyArns.length; s++) {
      if (data.managedPolicyArns[s] !== undefined && hasOwn(data.managedPolicyArns, s)) {
        if (!ref8(data.managedPolicyArns[s])) return false
      }
    }
    if (!unique(data.managedPolicyArns)) return false
  }
  if (data.maxSessionDuration !== undefined && hasOwn(data, "maxSessionDuration")) {
    if (!Number.isInteger(data.maxSessionDuration)) return false
    if (!(3600 <= data.maxSessionDuration)) return false
    if (!(43200 >= data.maxSessionDuration)) return false
  }
  if (data.permissionsBoundaryArn !== undefined && hasOwn(data, "permissionsBoundaryArn")) {
    if (!ref8(data.permissionsBoundaryArn)) return false
  }
  if (data.description !== undefined && hasOwn(data, "description")) {
    if (!ref9(data.description)) return false
  }
  if (data.tags !== undefined && hasOwn(data, "tags")) {
    if (!ref10(data.tags)) return false
  }
  if (data.targets !== undefined && hasOwn(data, "targets")) {
    if (!ref11(data.targets)) return false
  }
  if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
    if (!ref14(data.stackSet)) return false
  }
  for (const key10 of Object.keys(data)) {
    if (key10 !== "mode" && key10 !== "userArn" && key10 !== "externalId" && key10 !== "trustVia" && key10 !== "organizationId" && key10 !== "roleName" && key10 !== "rolePath" && key10 !== "managedPolicyArns" && key10 !== "maxSessionDuration" && key10 !== "permissionsBoundaryArn" && key10 !== "description" && key10 !== "tags" && key10 !== "targets" && key10 !== "stackSet") return false
  }
  const sub22 = (() => {
    if (!(data.targets !== undefined && hasOwn(data, "targets"))) return false
    if (!(typeof data.targets === "object" && data.targets && !Array.isArray(data.targets))) return false
    if (!(data.targets.organizationalUnits !== undefined && hasOwn(data.targets, "organizationalUnits"))) return false
    return true
  })()
  if (sub22) {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.administrationRoleArn !== undefined && hasOwn(data.stackSet, "administrationRoleArn")) return false
      if (data.stackSet.executionRoleName !== undefined && hasOwn(data.stackSet, "executionRoleName")) return false
    }
  }
  else {
    if (data.stackSet !== undefined && hasOwn(data, "stackSet")) {
      if (!(typeof data.stackSet === "object" && data.stackSet && !Array.isArray(data.stackSet))) return false
      if (data.stackSet.autoDeployment !== undefined && hasOwn(data.stackSet, "autoDeployment")) return false
      if (data.stackSet.callAs !== undefined && hasOwn(data.stackSet, "callAs")) return false
    }
  }
  return true
};
const ref0 = function validate(data) {
  if (!(typeof data === "object" && data && !Array.isArray(data))) return false
  if (!(data.mode !== undefined && hasOwn(data, "mode"))) return false
  switch (data.mode) {
    case "ecs":
    if (!ref1(data)) return false
    break
    case "ec2":
    if (!ref22(data)) return false
    break
    case "pod-identity":
    if (!ref25(data)) return false
    break
    case "irsa":
    if (!ref30(data)) return false
    break
    case "iam-user":
    if (!ref34(data)) return false
    break
    default:
    return false
  }
  return true
};
return ref0})();
